import type { JobRun, JsonValue, Queue, RunId } from '../jobs/job.ts';

/** What the queue holds instead of a job. */
export type Ticket = {
  readonly id: string;
  readonly userId: string | null;
  readonly jobId: string;
  readonly queue: Queue;
  readonly priority: number;
  /** When it was due: the order within a priority. */
  readonly dueAt: Date;
};

export type Worker = {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** Jobs at once, of each queue that it serves. */
  readonly queues: Readonly<Partial<Record<Queue, number>>>;
  /** It works only while no other worker does. */
  readonly standsIn: boolean;
};

/** A run that this worker still has. */
export type HeldRun = RunId & { readonly cancelAsked: boolean };

/** The run is over, or another one has taken its place: nothing that it does counts any more. */
export class LockLost extends Error {}

export const runIsOver = ({ id, run }: RunId): LockLost => new LockLost(`Run ${run} of job ${id} is over.`);

/**
 * The truth about jobs, for those who run them. Times are the store's own. Each method is one atomic step; a run that was overtaken finds that
 * it has lost the job.
 */
export interface JobRuns {
  /**
   * Hands over those that are due, oldest first, at most `limit`, and remembers their tickets; what throws is handed over again.
   * @returns how many, and in how many milliseconds the first of them and the next time of a schedule were due when it began (null: there is none).
   */
  handOver(
    limit: number,
    push: (tickets: readonly Ticket[]) => Promise<void>,
  ): Promise<{ count: number; nextIn: number | null; scheduleIn: number | null }>;

  /** Begins a run, and counts the attempt. Null when the ticket is not the job's latest, or the job does not wait. */
  begin(ticket: Pick<Ticket, 'id' | 'userId' | 'jobId'>, workerId: string): Promise<JobRun | null>;

  /** @param percent whole, of 0 to 100; less than before is ignored. @throws {LockLost} */
  progress(run: RunId, percent: number): Promise<void>;

  /** @throws {LockLost} */
  succeed(run: RunId, result: JsonValue): Promise<void>;

  /** @param retryInMilliseconds null: no more tries. @throws {LockLost} */
  fail(run: RunId, error: string, retryInMilliseconds: number | null): Promise<void>;

  /** As it was asked to. @throws {LockLost} */
  cancelled(run: RunId): Promise<void>;

  /** Gives back what this worker runs, all or these jobs, as if it had never begun. */
  release(workerId: string, jobIds?: readonly string[]): Promise<void>;

  /** Says that the worker lives. @returns what it still has. */
  beat(worker: Worker): Promise<readonly HeldRun[]>;

  /** The worker is gone for good. */
  leave(workerId: string): Promise<void>;

  /**
   * Takes the jobs of workers that have not been heard of for so long; each waits again, or has failed when it did so `mostCrashes` times.
   * @returns how many.
   */
  reap(silentMilliseconds: number, mostCrashes: number): Promise<number>;

  /** Whether a worker that stands in for nobody has been heard within so long. */
  isRelieved(silentMilliseconds: number): Promise<boolean>;

  /** Tickets that are not used up, those first that were due first. */
  handedOver(limit: number): Promise<readonly string[]>;

  /** These tickets are lost: their jobs are to be handed over again. */
  handAgain(tickets: readonly string[]): Promise<void>;

  /** Whether any job has a ticket that is not used up. */
  hasTickets(): Promise<boolean>;
}
