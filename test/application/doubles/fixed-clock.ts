import type { Clock } from '#application/ports/clock.ts';
import { NOW } from '#test/domain/builders.ts';

/** Stands still until it is moved. */
export class FixedClock implements Clock {
  #now: Date = NOW;

  now(): Date {
    return new Date(this.#now);
  }

  advance(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds);
  }
}
