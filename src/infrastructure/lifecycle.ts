export type Stop = () => Promise<void>;

/** A start that was overtaken by a stop. */
class StartAborted extends Error {}

/** Starts the parts of a process in order and stops them in reverse. */
export class Lifecycle {
  readonly #stops: { readonly part: string; readonly stop: Stop }[] = [];
  readonly #onError: (part: string, error: unknown) => void;
  readonly #ending = new AbortController();
  #stopping: Promise<void> | undefined;
  #part: string | undefined;

  /** @param onError told of a part that would not stop; the others are stopped all the same. */
  constructor(onError: (part: string, error: unknown) => void) {
    this.#onError = onError;
  }

  /** Aborted when the stop begins, before the first part is stopped: for what takes its time to end. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  get stopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** The part that is being stopped just now. */
  get stoppingPart(): string | undefined {
    return this.#part;
  }

  /**
   * Whatever starts hands in its stop at once, so that a failing later start stops it too.
   * @throws {StartAborted} when the process stops already; the next `stop` stops this part too.
   */
  started(part: string, stop: Stop): void {
    this.#stops.push({ part, stop });
    if (this.stopping) throw new StartAborted();
  }

  /** Stops what has started, after whatever stops already. */
  stop(): Promise<void> {
    this.#stopping = (this.#stopping ?? Promise.resolve()).then(() => this.#stopAll());
    this.#ending.abort();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    for (let last = this.#stops.pop(); last; last = this.#stops.pop()) {
      this.#part = last.part;
      try {
        await last.stop();
      } catch (error) {
        this.#onError(last.part, error);
      }
    }
    this.#part = undefined;
  }
}
