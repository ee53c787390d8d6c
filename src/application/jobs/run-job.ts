import { type JobRuns, LockLost, type Ticket, type Worker } from '../ports/job-runs.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { Refusal } from '../refusal.ts';
import type { JobRun, JsonValue, Queue } from './job.ts';
import { retryPause } from './retry-pause.ts';
import {
  type Failure,
  NonRetryableError,
  RetryAfter,
  type TaskContext,
  type TaskHandler,
  type TaskHandlers,
} from './task-handler.ts';
import type { TaskName } from './tasks.ts';

/** A run that is over. */
export type Ended = {
  readonly task: string;
  readonly queue: Queue;
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
  readonly milliseconds: number;
};

export type RunOptions = {
  readonly worker: Worker;
  /** Told of each attempt that failed. What it throws changes nothing. */
  onFailure(failure: Failure): void;
  onEnd(ended: Ended): void;
  /** In milliseconds, from anywhere: what passes between two readings is what passed. */
  elapsed(): number;
  /** Of 0 to 1. */
  random(): number;
  /** Waits so many milliseconds, unless the worker stops meanwhile. */
  pause(milliseconds: number): Promise<void>;
};

const LONGEST_MESSAGE = 2_000;
const PAUSE_WHILE_AWAY = 250;

class Cancelled extends Error {}

/** Runs jobs, each from its ticket to its end: begins it, lets its handler work, and writes down what came of it. */
export class RunJob {
  readonly #runs: JobRuns;
  readonly #handlers: TaskHandlers;
  readonly #unitOfWork: UnitOfWork;
  readonly #options: RunOptions;
  /** Which jobs are being begun, worked on or ended here, by their tickets. */
  readonly #busy = new Map<string, string>();
  readonly #stops = new Map<string, AbortController>();

  constructor(runs: JobRuns, unitOfWork: UnitOfWork, handlers: TaskHandlers, options: RunOptions) {
    this.#runs = runs;
    this.#unitOfWork = unitOfWork;
    this.#handlers = handlers;
    this.#options = options;
  }

  async execute(ticket: Pick<Ticket, 'id' | 'userId' | 'jobId'>): Promise<void> {
    // A ticket that is old is given out again: what it has begun here goes on.
    if (this.#busy.has(ticket.id)) return;
    this.#busy.set(ticket.id, ticket.jobId);
    try {
      const run = await this.#certainly(() => this.#runs.begin(ticket, this.#options.worker.id));
      if (run !== null) await this.#run(run);
    } catch (error) {
      // It is somebody else's now, and what it came to is theirs to say.
      if (!(error instanceof LockLost)) throw error;
    } finally {
      this.#busy.delete(ticket.id);
    }
  }

  /** Says that this worker lives, and stops what it has lost or was asked to stop. */
  async beat(): Promise<void> {
    const { worker } = this.#options;
    const [stops, busy] = [[...this.#stops], [...this.#busy.values()]];
    const held = await this.#runs.beat(worker);
    const byKey = new Map(held.map((run) => [keyOf(run), run]));
    for (const [key, stop] of stops) {
      const run = byKey.get(key);
      if (run === undefined) stop.abort(new LockLost('Another run has taken the place of this one.'));
      else if (run.cancelAsked) stop.abort(new Cancelled('The job was cancelled.'));
    }
    // Begun, but the answer that said so was lost on its way.
    const known = new Set([...busy, ...this.#busy.values()]);
    const forgotten = held.filter(({ id }) => !known.has(id)).map(({ id }) => id);
    if (forgotten.length > 0) await this.#runs.release(worker.id, forgotten);
  }

  /** Stops whatever runs; what does not heed it is left. */
  abortAll(): void {
    for (const stop of this.#stops.values()) stop.abort(new LockLost('The worker stops.'));
  }

  async #run(run: JobRun): Promise<void> {
    const stop = new AbortController();
    this.#stops.set(keyOf(run), stop);
    try {
      await this.#work(run, stop.signal);
    } finally {
      this.#stops.delete(keyOf(run));
    }
  }

  async #work(run: JobRun, signal: AbortSignal): Promise<void> {
    const began = this.#options.elapsed();
    const handler = this.#handlers[run.task as TaskName] as TaskHandler<TaskName> | undefined;
    let result: JsonValue = null;
    let fault: Error | null = null;
    try {
      result = await this.#handle(run, handler, signal);
    } catch (error) {
      fault = error instanceof Error ? error : new Error(String(error));
    }
    if (signal.aborted && signal.reason instanceof LockLost) throw signal.reason;
    const outcome = await this.#end(run, handler, { result, fault, isCancelled: signal.aborted });
    this.#options.onEnd({
      task: run.task,
      queue: run.queue,
      outcome,
      milliseconds: this.#options.elapsed() - began,
    });
  }

  async #handle(run: JobRun, handler: TaskHandler<TaskName> | undefined, signal: AbortSignal): Promise<JsonValue> {
    if (handler === undefined) throw new NonRetryableError(`There is no task "${run.task}".`);
    return handler.handle(payloadOf(run, handler) as never, this.#contextOf(run, signal));
  }

  async #end(
    run: JobRun,
    handler: TaskHandler<TaskName> | undefined,
    { result, fault, isCancelled }: { result: JsonValue; fault: Error | null; isCancelled: boolean },
  ): Promise<Ended['outcome']> {
    if (fault === null) {
      try {
        await this.#certainly(() => this.#runs.succeed(run, result));
        return 'succeeded';
      } catch (error) {
        // What cannot be written down did not come to anything.
        await this.#failed(run, handler, error as Error);
        return 'failed';
      }
    }
    if (isCancelled) {
      await this.#certainly(() => this.#runs.cancelled(run));
      return 'cancelled';
    }
    await this.#failed(run, handler, fault);
    return 'failed';
  }

  async #failed(run: JobRun, handler: TaskHandler<TaskName> | undefined, error: Error): Promise<void> {
    if (error instanceof LockLost) throw error;
    const { attempt, task, id: jobId, userId } = run;
    const isWorthIt = handler !== undefined && attempt < handler.mostAttempts && !(error instanceof NonRetryableError);
    const pause = isWorthIt ? this.#pauseAfter(error, attempt, handler) : null;
    await this.#certainly(() => this.#runs.fail(run, storable(error.message), pause));
    const failure = { jobId, userId, task, attempt, error, willRetry: pause !== null };
    for (const hook of [this.#options, handler])
      try {
        await hook?.onFailure?.(failure);
      } catch {
        // A hook that fails changes nothing.
      }
  }

  #pauseAfter(error: Error, attempt: number, { backoff }: TaskHandler<TaskName>): number {
    return error instanceof RetryAfter ? error.milliseconds : retryPause(attempt, backoff, this.#options.random());
  }

  #contextOf(run: JobRun, signal: AbortSignal): TaskContext {
    let told = 0;
    return {
      userId: run.userId,
      jobId: run.id,
      run: { userId: run.userId, id: run.id, run: run.run },
      createdAt: run.createdAt,
      scheduledFor: run.scheduledFor,
      attempt: run.attempt,
      signal,
      unitOfWork: {
        run: (work) =>
          this.#unitOfWork.run(async (repositories) => {
            const outcome = await work(repositories);
            await repositories.jobs.assertRuns(run);
            return outcome;
          }),
      },
      progress: async (percent) => {
        signal.throwIfAborted();
        if (percent <= told) return;
        told = percent;
        await this.#runs.progress(run, percent);
      },
    };
  }

  /** While the store is away a run is neither begun nor ended: what came of it is kept until it can be written down. */
  async #certainly<T>(step: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await step();
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'UNAVAILABLE') throw error;
        await this.#options.pause(PAUSE_WHILE_AWAY);
      }
    }
  }
}

const keyOf = ({ id, run }: { readonly id: string; readonly run: number }): string => `${id} ${run}`;

/** As much of a message as is kept, without what no database takes. */
const storable = (message: string): string => message.slice(0, LONGEST_MESSAGE).replaceAll('\0', ' ').toWellFormed();

function payloadOf(run: JobRun, handler: TaskHandler<TaskName>): unknown {
  try {
    return handler.payload.parse(run.payload);
  } catch (cause) {
    throw new NonRetryableError(`The payload is not one of "${run.task}".`, { cause });
  }
}
