import type { Clock } from '../ports/clock.ts';
import type { OutboxQueue, ParkedMessage } from '../ports/outbox-queue.ts';

const MOST_SHOWN = 100;

/** What an operator does with messages that were set aside. */
export class KeepOutbox {
  readonly #queue: OutboxQueue;
  readonly #clock: Clock;

  constructor(queue: OutboxQueue, clock: Clock) {
    this.#queue = queue;
    this.#clock = clock;
  }

  /** The oldest hundred. */
  parked(): Promise<readonly ParkedMessage[]> {
    return this.#queue.listParked(MOST_SHOWN);
  }

  /** Tries all of them again; their number. */
  retry(): Promise<number> {
    return this.#queue.retryParked(this.#clock.now());
  }
}
