import { type ResourceLimits, Worker } from 'node:worker_threads';
import { errorOf, type Reply, type Request, type ThreadData, type ThreadTask, type ThreadTasks } from './messages.ts';

/** A thread that has nothing to do ends after so many milliseconds: it holds memory, and connections. */
const IDLE_MILLISECONDS = 30_000;

type Waiting = {
  readonly resolve: (outcome: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onPart?: ((part: number) => Promise<void>) | undefined;
};

export type Whole = {
  /** When it is aborted, the task is too, and throws the reason. */
  readonly signal: AbortSignal;
  /** Told how far it is, of 0 to 1. */
  readonly progress: (part: number) => Promise<void>;
};

/** Where work goes that would hold up the event loop: one thread beside it, which is there while there is work. */
export class Threads {
  readonly #data: ThreadData;
  readonly #limits: ResourceLimits;
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;

  /**
   * @param data with the database, as the thread has connections of its own.
   * @param limits of its heap.
   */
  constructor(data: ThreadData, limits: ResourceLimits = {}) {
    this.#data = data;
    this.#limits = limits;
  }

  /** @throws what the task throws; an Error when the thread is lost. */
  run<Task extends ThreadTask>(task: Task, ...args: Parameters<ThreadTasks[Task]>): ReturnType<ThreadTasks[Task]> {
    return this.#ask(task, args).outcome as ReturnType<ThreadTasks[Task]>;
  }

  /** The same of what takes long. */
  async runLong<Task extends ThreadTask>(
    task: Task,
    args: Parameters<ThreadTasks[Task]>,
    { signal, progress }: Whole,
  ): Promise<Awaited<ReturnType<ThreadTasks[Task]>>> {
    signal.throwIfAborted();
    const { id, worker, outcome } = this.#ask(task, args, progress);
    const abort = (): void => worker.postMessage({ id, abort: true } satisfies Request);
    signal.addEventListener('abort', abort);
    try {
      return (await outcome) as Awaited<ReturnType<ThreadTasks[Task]>>;
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  #ask(task: ThreadTask, args: readonly unknown[], onPart?: Whole['progress']) {
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    const worker = this.#worker;
    worker.ref();
    const id = ++this.#count;
    const outcome = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onPart });
      worker.postMessage({ id, task, args } satisfies Request);
    });
    return { id, worker, outcome };
  }

  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: this.#data,
      resourceLimits: this.#limits,
    });
    worker.on('message', (reply: Reply) => this.#hear(reply));
    worker.on('error', (error) => this.#lose(error));
    worker.on('exit', () => this.#lose(new Error('The thread has ended.')));
    return worker;
  }

  #hear({ id, outcome, error, part }: Reply): void {
    const waiting = this.#waiting.get(id);
    if (part !== undefined) {
      // That progress could not be told does not end the work: whoever aborts it does.
      waiting?.onPart?.(part).catch(() => undefined);
      return;
    }
    this.#waiting.delete(id);
    if (error) waiting?.reject(errorOf(error));
    else waiting?.resolve(outcome);
    if (this.#waiting.size > 0) return;
    // What waits for it keeps the process; a thread at rest does not.
    this.#worker?.unref();
    this.#idle = setTimeout(() => void this.#rest(), IDLE_MILLISECONDS).unref();
  }

  async #rest(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #lose(error: unknown): void {
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#worker = undefined;
    for (const { reject } of lost) reject(error instanceof Error ? error : new Error(String(error)));
  }
}
