const [REQUESTS, NEVER] = [0, 1];

/** How many requests a process has answered, as all of its threads see it. */
export class Traffic {
  /** For the data of a thread. */
  readonly shared: SharedArrayBuffer;
  readonly #cells: Int32Array;

  constructor(shared = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.shared = shared;
    this.#cells = new Int32Array(shared);
  }

  count(): void {
    Atomics.add(this.#cells, REQUESTS, 1);
  }

  /** Of 32 bits: after 2³¹ - 1 comes -2³¹. */
  get requests(): number {
    return Atomics.load(this.#cells, REQUESTS);
  }

  /** Holds the whole thread, which must not be the main one: a timer has no parts of a millisecond. */
  hold(milliseconds: number): void {
    Atomics.wait(this.#cells, NEVER, 0, milliseconds);
  }
}
