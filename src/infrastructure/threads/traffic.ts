/** How many requests a process has answered, as all of its threads see it. */
export class Traffic {
  /** For the data of a thread. */
  readonly shared: SharedArrayBuffer;
  readonly #count: Int32Array;

  constructor(shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.shared = shared;
    this.#count = new Int32Array(shared);
  }

  count(): void {
    Atomics.add(this.#count, 0, 1);
  }

  /** Of 32 bits: after 2³¹ - 1 comes -2³¹. */
  get requests(): number {
    return Atomics.load(this.#count, 0);
  }
}
