import { instrumentOf } from '#application/ledger/instruments.ts';
import { PositionTeller } from '#application/ledger/position-teller.ts';
import type { Positions, PositionsRequest } from '#application/ports/positions.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { compareInTime } from '#domain/ledger/operation-order.ts';
import { positionEntry } from '#domain/ledger/position.ts';
import { aliasesOf } from './memory-instrument-queries.ts';
import type { MemoryStore } from './memory-store.ts';

/** Reckons all of it anew each time. */
export class MemoryPositions implements Positions {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async list(userId: string, request: PositionsRequest): Promise<string> {
    return JSON.stringify(this.#told(userId, request, false).rows());
  }

  async explain(userId: string, request: PositionsRequest): Promise<string> {
    return JSON.stringify(this.#told(userId, request, true).stories());
  }

  #told(userId: string, request: PositionsRequest, withStories: boolean): PositionTeller {
    const { operations } = this.#store.committed;
    const aliases = aliasesOf(this.#store.committed, userId);
    const only = request.instrument === null ? null : instrumentOf(request.instrument, aliases);
    const teller = new PositionTeller(request.fees, { withStories });
    for (const operation of [...operations.values()].filter((each) => each.userId === userId).sort(inTime)) {
      const { instrument } = operation.knownBy(aliases);
      if (instrument === null || (only !== null && instrument !== only) || !isAskedFor(operation, request)) continue;
      teller.tell(operation.fields.accountId, instrument, positionEntry(operation));
    }
    return teller;
  }
}

const inTime = (one: Operation, other: Operation): number =>
  compareInTime({ id: one.id, ...one.fields }, { id: other.id, ...other.fields });

function isAskedFor({ fields }: Operation, { accountIds, cut }: PositionsRequest): boolean {
  const { accountId, date, datePrecision } = fields;
  if (accountIds?.includes(accountId) === false) return false;
  return cut === null || date < (datePrecision === 'day' ? cut.beforeDay : cut.before);
}
