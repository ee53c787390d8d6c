import type { Closure, Deed } from '#domain/ledger/lot-book.ts';
import { isLate } from '#domain/ledger/operation-order.ts';
import type { OperationType } from '#domain/ledger/operation-type.ts';
import { comparePlaces, type Place } from '#domain/ledger/place.ts';
import type { PositionEntry } from '#domain/ledger/position.ts';

export type StoryEvent = {
  /** That of the operation in time, and of the lot that it closed: (date, late on its day or not, id, date, id), without the lot where there is none. */
  readonly place: Place;
  readonly entry: PositionEntry;
  readonly deed: Deed;
  /** The part of a lot that was closed; null where the event is the lot that was opened, or a change of all. */
  readonly closure: Closure | null;
};

const LENGTH_OF_OPERATION = 3;
const CHANGES: readonly OperationType[] = ['split', 'amortisation', 'return_of_capital'];

/** How a position came to be, from some place on and so far as it is asked for: of an operation the lot that it opened, then the parts of lots that it closed. */
export class LotStory {
  readonly #after: Place;
  readonly #most: number;
  readonly #events: StoryEvent[] = [];
  #isEmpty = true;

  /** @param most events to remember. */
  constructor(after: Place = [], most = Number.POSITIVE_INFINITY) {
    this.#after = after;
    this.#most = most;
  }

  get events(): readonly StoryEvent[] {
    return this.#events;
  }

  /** Whether nothing has happened, before the place neither. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** Each operation with what it did, in their order. */
  tell(entry: PositionEntry, deed: Deed): void {
    const isOne = deed.opened !== null || CHANGES.includes(entry.type);
    if (!isOne && deed.closures.length === 0) return;
    this.#isEmpty = false;
    if (this.#events.length >= this.#most) return;
    const operation = [entry.date, isLate(entry) ? '1' : '0', entry.id];
    const order = comparePlaces(operation, this.#after.slice(0, LENGTH_OF_OPERATION));
    if (order < 0) return;
    if (isOne && order > 0) this.#events.push({ place: operation, entry, deed, closure: null });
    for (const closure of order > 0 ? deed.closures : this.#rest(deed.closures)) {
      if (this.#events.length >= this.#most) return;
      this.#events.push({ place: [...operation, ...lotOf(closure)], entry, deed, closure });
    }
  }

  /** Of the operation at the place itself. Its lot may be closed by another one since. */
  #rest(closures: readonly Closure[]): readonly Closure[] {
    const lot = this.#after.slice(LENGTH_OF_OPERATION);
    const same = closures.findIndex((closure) => comparePlaces(lotOf(closure), lot) === 0);
    if (same !== -1) return closures.slice(same + 1);
    const next = closures.findIndex((closure) => comparePlaces(lotOf(closure), lot) > 0);
    return next === -1 ? [] : closures.slice(next);
  }
}

const lotOf = ({ lot: { date, id } }: Closure): Place => [date, id];
