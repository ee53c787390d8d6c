import { Random } from './random.ts';
import { Scorecard } from './scorecard.ts';

type Cleanup = () => Promise<unknown> | unknown;

/** Where a scenario plays: its random numbers, its scorecard, and what is to be taken down when it is over, however it ends. */
export class Stage {
  readonly seed: number;
  readonly random: Random;
  readonly card = new Scorecard();
  readonly #cleanups: Cleanup[] = [];

  constructor(seed: number) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Last added, first taken down. */
  atEnd(cleanup: Cleanup): void {
    this.#cleanups.push(cleanup);
  }

  /** Goes on past a cleanup that fails, and throws its error in the end. */
  async clear(): Promise<void> {
    const errors: unknown[] = [];
    for (let cleanup = this.#cleanups.pop(); cleanup; cleanup = this.#cleanups.pop()) {
      try {
        await cleanup();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, `Could not clean up: ${errors.join('; ')}`);
  }
}
