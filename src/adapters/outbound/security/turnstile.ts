/** Lets a number of tasks run at once and a number wait behind them, first come, first served. */
export class Turnstile {
  readonly #waitingRoom: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnce: number, waitingRoom: number) {
    this.#free = atOnce;
    this.#waitingRoom = waitingRoom;
  }

  /** Null when the waiting room is full; else the task's own result. */
  pass<T>(task: () => Promise<T>): Promise<T> | null {
    if (this.#free === 0 && this.#waiting.length >= this.#waitingRoom) return null;
    return this.#run(task);
  }

  async #run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
