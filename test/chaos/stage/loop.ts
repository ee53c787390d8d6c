/** Takes one step after the other, from `start` until `finish`, as often as that is asked for. What fails a step is told by `finish`. */
export class Loop {
  readonly #step: () => Promise<void>;
  readonly #isOver: () => boolean;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();

  /** @param isOver there is nothing more to do. */
  constructor(step: () => Promise<void>, isOver: () => boolean = () => false) {
    this.#step = step;
    this.#isOver = isOver;
  }

  start(): void {
    this.#stopped = false;
    this.#running = this.#run();
    this.#running.catch(() => {});
  }

  async finish(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped && !this.#isOver()) await this.#step();
  }
}
