import type { Clock } from '../ports/clock.ts';
import type { Housekeeping } from '../ports/housekeeping.ts';

/** Removes what nobody can use any more. Safe to run at any time, on any process. */
export class PurgeExpired {
  readonly #housekeeping: Housekeeping;
  readonly #clock: Clock;

  constructor(housekeeping: Housekeeping, clock: Clock) {
    this.#housekeeping = housekeeping;
    this.#clock = clock;
  }

  /** @returns the number of rows deleted. */
  execute(): Promise<number> {
    return this.#housekeeping.purgeExpired(this.#clock.now());
  }
}
