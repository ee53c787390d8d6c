import {
  type EntriesRequest,
  type Positions,
  type PositionsRequest,
  type TextPage,
  TooManyOperations,
} from '#application/ports/positions.ts';

/** Positions that can also be brought up to date without being read. */
export type RefreshedPositions = Positions & { refresh(userId: string): Promise<void> };
type Reckoning = Omit<RefreshedPositions, 'isKnown'>;

/** Reckons with few operations here, and with many in a thread, so that the event loop is not held up. */
export class ThreadedPositions implements RefreshedPositions {
  readonly #here: RefreshedPositions;
  readonly #apart: Reckoning;

  /** @param here throws TooManyOperations. */
  constructor(here: RefreshedPositions, apart: Reckoning) {
    this.#here = here;
    this.#apart = apart;
  }

  /** What is kept is read here once the thread has caught up with it: a long answer need not come from there. */
  async list(userId: string, request: PositionsRequest, entries: EntriesRequest): Promise<TextPage> {
    const list = (positions: Reckoning): Promise<TextPage> => positions.list(userId, request, entries);
    if (request.cut !== null) return this.#either(list);
    try {
      return await list(this.#here);
    } catch (error) {
      if (!(error instanceof TooManyOperations)) throw error;
    }
    await this.#apart.refresh(userId);
    return this.#either(list);
  }

  explain(userId: string, request: PositionsRequest, entries: EntriesRequest): Promise<TextPage> {
    return this.#either((positions) => positions.explain(userId, request, entries));
  }

  isKnown(userId: string, request: Pick<PositionsRequest, 'accountIds' | 'instrument'>): Promise<boolean> {
    return this.#here.isKnown(userId, request);
  }

  refresh(userId: string): Promise<void> {
    return this.#either((positions) => positions.refresh(userId));
  }

  async #either<T>(work: (positions: Reckoning) => Promise<T>): Promise<T> {
    try {
      return await work(this.#here);
    } catch (error) {
      if (!(error instanceof TooManyOperations)) throw error;
      return work(this.#apart);
    }
  }
}
