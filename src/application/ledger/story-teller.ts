import type { FeeView } from '#domain/ledger/lot.ts';
import { LotStory, type StoryEvent } from '#domain/ledger/lot-story.ts';
import { comparePlaces } from '#domain/ledger/place.ts';
import type { Position, PositionEntry } from '#domain/ledger/position.ts';
import { ToldStory } from '#domain/ledger/told-story.ts';
import type { EntriesRequest, StoryRow, TextPage } from '../ports/positions.ts';
import { PositionBooks } from './position-books.ts';
import { keyIn, type PositionKey, placeOf, positionFigures, withinKey } from './position-rows.ts';
import type { Teller } from './position-teller.ts';
import { type LongRow, pageOfLongRows } from './text-page.ts';

/** Tells how positions came to be. */
export class StoryTeller implements Teller {
  readonly #view: FeeView;
  readonly #entries: EntriesRequest;
  readonly #books = new PositionBooks();
  readonly #stories = new Map<Position, LotStory>();

  constructor(view: FeeView, entries: EntriesRequest) {
    this.#view = view;
    this.#entries = entries;
  }

  tell(account_id: string, instrument: string, entry: PositionEntry): void {
    for (const { currency, position, deed } of this.#books.apply(account_id, instrument, entry)) {
      let story = this.#stories.get(position);
      if (story === undefined) {
        story = this.#newStory({ account_id, instrument, currency });
        this.#stories.set(position, story);
      }
      story.tell(entry, deed);
    }
  }

  page(): TextPage {
    return pageOfLongRows(this.#rows(), this.#entries.limit);
  }

  *#rows(): Iterable<LongRow> {
    for (const [key, position] of this.#books.from(this.#entries.after)) {
      const story = this.#stories.get(position);
      if (story && (story.events.length > 0 || (story.isEmpty && !this.#isFirst(key))))
        yield this.#row(key, position, story.events);
    }
  }

  #row(key: PositionKey, position: Position, events: readonly StoryEvent[]): LongRow {
    const told = new ToldStory(this.#view, position.lots);
    const { lots, sales, changes } = told;
    const row: StoryRow = { ...positionFigures(key, position, this.#view), lots, sales, changes };
    return {
      place: placeOf(key),
      *entries() {
        for (const event of events) yield { tell: () => JSON.stringify(told.add(event)), place: () => event.place };
      },
      text: () => JSON.stringify(row),
    };
  }

  #newStory(key: PositionKey): LotStory {
    const { after, limit } = this.#entries;
    // One more than the page has, which tells that there are more.
    return new LotStory(this.#isFirst(key) ? withinKey(after) : [], limit + 1);
  }

  /** Whether the last page ended within it. */
  #isFirst(key: PositionKey): boolean {
    return comparePlaces(placeOf(key), keyIn(this.#entries.after)) === 0;
  }
}
