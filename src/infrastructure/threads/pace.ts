import { setTimeout as pause } from 'node:timers/promises';
import type { Traffic } from './traffic.ts';

/** From so many requests a second on others are given way. */
const MANY = 50;
const LOOK_EVERY = 100;
/** At most one timer too late. */
const SHORT = 2;
const LONGEST = 200;

export type PaceMeans = {
  readonly traffic: Traffic;
  /** Milliseconds. */
  readonly now?: () => number;
  readonly hold?: (milliseconds: number) => void;
  readonly pause?: (milliseconds: number) => Promise<unknown>;
};

const NOBODY_WAKES = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** Holds the whole thread, which must not be the main one: a timer has no parts of a millisecond. */
export function hold(milliseconds: number): void {
  Atomics.wait(NOBODY_WAKES, 0, 0, milliseconds);
}

/**
 * Work that nobody waits for rests as long as it works while requests come: where processors are few, one of them is free half of the time then, and a
 * request does not wait until the piece of work before it is done.
 */
export class Pace {
  readonly #means: Required<PaceMeans>;
  #requests: number;
  #lookedAt: number;
  #begun: number;
  #isBusy = false;

  constructor(means: PaceMeans) {
    this.#means = { now: () => performance.now(), hold, pause, ...means };
    this.#requests = means.traffic.requests;
    this.#lookedAt = this.#begun = this.#means.now();
  }

  /** To be called between two pieces of work, which had better be small. */
  async rest(): Promise<void> {
    const { now, hold, pause } = this.#means;
    const at = now();
    if (at - this.#lookedAt >= LOOK_EVERY) this.#look(at);
    if (this.#isBusy) {
      const milliseconds = Math.min(at - this.#begun, LONGEST);
      if (milliseconds < SHORT) hold(milliseconds);
      else await pause(milliseconds);
    }
    this.#begun = now();
  }

  #look(at: number): void {
    const { requests } = this.#means.traffic;
    // In 32 bits, as the count is: it may have begun anew.
    const come = (requests - this.#requests) | 0;
    this.#isBusy = come * 1_000 >= MANY * (at - this.#lookedAt);
    this.#requests = requests;
    this.#lookedAt = at;
  }
}
