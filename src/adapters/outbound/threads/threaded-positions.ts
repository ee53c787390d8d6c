import { type Positions, type PositionsRequest, TooManyOperations } from '#application/ports/positions.ts';

/** Positions that can also be brought up to date without being read. */
export type RefreshedPositions = Positions & { refresh(userId: string): Promise<void> };

/** Reckons with few operations here, and with many in a thread, so that the event loop is not held up. */
export class ThreadedPositions implements RefreshedPositions {
  readonly #here: RefreshedPositions;
  readonly #apart: RefreshedPositions;

  /** @param here throws TooManyOperations. */
  constructor(here: RefreshedPositions, apart: RefreshedPositions) {
    this.#here = here;
    this.#apart = apart;
  }

  list(userId: string, request: PositionsRequest): Promise<string> {
    return this.#either((positions) => positions.list(userId, request));
  }

  explain(userId: string, request: PositionsRequest): Promise<string> {
    return this.#either((positions) => positions.explain(userId, request));
  }

  refresh(userId: string): Promise<void> {
    return this.#either((positions) => positions.refresh(userId));
  }

  async #either<T>(work: (positions: RefreshedPositions) => Promise<T>): Promise<T> {
    try {
      return await work(this.#here);
    } catch (error) {
      if (!(error instanceof TooManyOperations)) throw error;
      return work(this.#apart);
    }
  }
}
