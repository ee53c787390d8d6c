import { type Effect, InstrumentBook } from '#domain/ledger/instrument-book.ts';
import { comparePlaces, type Place } from '#domain/ledger/place.ts';
import type { Position, PositionEntry } from '#domain/ledger/position.ts';
import { keyIn, type PositionKey, placeOf } from './position-rows.ts';

type Group = { readonly account_id: string; readonly instrument: string; readonly book: InstrumentBook };

/** Positions of operations that come in their order, those of several accounts and instruments at once. */
export class PositionBooks {
  readonly #groups = new Map<string, Group>();

  apply(account_id: string, instrument: string, entry: PositionEntry): readonly Effect[] {
    const name = `${account_id} ${instrument}`;
    let group = this.#groups.get(name);
    if (group === undefined) {
      group = { account_id, instrument, book: new InstrumentBook() };
      this.#groups.set(name, group);
    }
    return group.book.apply(entry);
  }

  /** In their order, from the one at the place on. */
  *from(place: Place): Iterable<readonly [PositionKey, Position]> {
    const first = keyIn(place);
    yield* [...this.#groups.values()]
      .flatMap(({ account_id, instrument, book }) =>
        [...book.positions].map(([currency, position]) => [{ account_id, instrument, currency }, position] as const),
      )
      .filter(([key]) => comparePlaces(placeOf(key), first) >= 0)
      .sort(([one], [other]) => comparePlaces(placeOf(one), placeOf(other)));
  }
}
