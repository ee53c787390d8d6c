import { instrumentOf } from '#application/ledger/instruments.ts';
import { PositionTeller, type Teller } from '#application/ledger/position-teller.ts';
import { StoryTeller } from '#application/ledger/story-teller.ts';
import type { EntriesRequest, Positions, PositionsRequest, TextPage } from '#application/ports/positions.ts';
import { isBefore } from '#domain/ledger/cut.ts';
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

  async list(userId: string, request: PositionsRequest, entries: EntriesRequest): Promise<TextPage> {
    return this.#told(userId, request, new PositionTeller(request.fees, entries));
  }

  async explain(userId: string, request: PositionsRequest, entries: EntriesRequest): Promise<TextPage> {
    return this.#told(userId, request, new StoryTeller(request.fees, entries));
  }

  async isKnown(userId: string, request: Pick<PositionsRequest, 'accountIds' | 'instrument'>): Promise<boolean> {
    return this.#asked(userId, { ...request, cut: null }).length > 0;
  }

  #told(userId: string, request: PositionsRequest, teller: Teller): TextPage {
    for (const { instrument, operation } of this.#asked(userId, request))
      teller.tell(operation.fields.accountId, instrument, positionEntry(operation));
    return teller.page();
  }

  /** In their order. */
  #asked(userId: string, request: Omit<PositionsRequest, 'fees'>) {
    const { operations } = this.#store.committed;
    const aliases = aliasesOf(this.#store.committed, userId);
    const only = request.instrument === null ? null : instrumentOf(request.instrument, aliases);
    return [...operations.values()]
      .filter((operation) => operation.userId === userId && isAskedFor(operation, request))
      .sort(inTime)
      .flatMap((operation) => {
        const { instrument } = operation.knownBy(aliases);
        return instrument === null || (only !== null && instrument !== only) ? [] : [{ instrument, operation }];
      });
  }
}

const inTime = (one: Operation, other: Operation): number =>
  compareInTime({ id: one.id, ...one.fields }, { id: other.id, ...other.fields });

function isAskedFor({ fields }: Operation, { accountIds, cut }: Pick<PositionsRequest, 'accountIds' | 'cut'>): boolean {
  if (accountIds?.includes(fields.accountId) === false) return false;
  return cut === null || isBefore(fields, cut);
}
