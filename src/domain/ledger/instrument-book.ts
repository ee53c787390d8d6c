import type { Deed } from '#domain/ledger/lot-book.ts';
import { Position, type PositionEntry } from '#domain/ledger/position.ts';

/** What an operation has done to one of the positions. */
export type Effect = { readonly currency: string; readonly position: Position; readonly deed: Deed };

/** The positions of one instrument in one account, by their currency: operations of any of them, in their order. */
export class InstrumentBook {
  readonly #positions = new Map<string, Position>();
  readonly #splits: PositionEntry[] = [];

  get positions(): ReadonlyMap<string, Position> {
    return this.#positions;
  }

  /** A split is one of all currencies, whichever it names. */
  apply(entry: PositionEntry): readonly Effect[] {
    const isSplit = entry.type === 'split';
    if (isSplit) this.#splits.push(entry);
    const currencies = isSplit ? [...this.#positions.keys()] : [entry.currency ?? ''];
    return currencies.map((currency) => {
      const position = this.#at(currency);
      return { currency, position, deed: position.apply(entry) };
    });
  }

  #at(currency: string): Position {
    let position = this.#positions.get(currency);
    if (position === undefined) {
      position = Position.empty();
      for (const split of this.#splits) position.apply(split);
      this.#positions.set(currency, position);
    }
    return position;
  }
}
