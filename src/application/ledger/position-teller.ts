import type { FeeView } from '#domain/ledger/lot.ts';
import type { PositionEntry } from '#domain/ledger/position.ts';
import type { EntriesRequest, TextPage } from '../ports/positions.ts';
import { listedPositions, type TextPosition } from './listed-positions.ts';
import { PositionBooks } from './position-books.ts';
import { placeOf, positionTexts } from './position-rows.ts';
import { pageOfLongRows } from './text-page.ts';

/** Makes an answer of operations that are told in their order, those of several accounts and instruments at once. */
export interface Teller {
  tell(account_id: string, instrument: string, entry: PositionEntry): void;
  page(): TextPage;
}

/** Tells what operations come to. */
export class PositionTeller implements Teller {
  readonly #view: FeeView;
  readonly #entries: EntriesRequest;
  readonly #books = new PositionBooks();

  constructor(view: FeeView, entries: EntriesRequest) {
    this.#view = view;
    this.#entries = entries;
  }

  tell(account_id: string, instrument: string, entry: PositionEntry): void {
    this.#books.apply(account_id, instrument, entry);
  }

  page(): TextPage {
    const { after, limit } = this.#entries;
    return pageOfLongRows(listedPositions(this.#positions(), after), limit);
  }

  *#positions(): Iterable<TextPosition> {
    for (const [key, position] of this.#books.from(this.#entries.after))
      yield { place: placeOf(key), ...positionTexts(key, position, this.#view) };
  }
}
