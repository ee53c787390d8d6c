/** Does something again and again, never twice at once. */
export class Ticker {
  readonly #tick: () => Promise<number>;
  readonly #every: number;
  readonly #onError: (error: Error) => void;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Asked for while it runs. */
  #again = false;
  #stopped = false;

  /**
   * @param tick returns after how many milliseconds it is to be done again.
   * @param every the same after it has failed.
   */
  constructor(tick: () => Promise<number>, every: number, onError: (error: Error) => void) {
    this.#tick = tick;
    this.#every = every;
    this.#onError = onError;
    this.now();
  }

  /** Does it now, or, when it runs just now, once more after that. */
  now(): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    let pause = this.#every;
    try {
      pause = await this.#tick();
    } catch (error) {
      this.#onError(error as Error);
    }
    this.#running = undefined;
    if (this.#stopped) return;
    const isAsked = this.#again;
    this.#again = false;
    if (isAsked) this.now();
    else this.#timer = setTimeout(() => this.now(), pause);
  }
}
