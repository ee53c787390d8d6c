import type { Queue } from '../jobs/job.ts';
import type { Ticket } from './job-runs.ts';

/** Jobs at once, of each queue that is served. */
export type Queues = Readonly<Partial<Record<Queue, number>>>;

/** @returns when the ticket is used up; @throws when it is to be given out again. */
export type Work = (ticket: Pick<Ticket, 'id' | 'userId' | 'jobId'>) => Promise<void>;

/**
 * Shares out tickets among workers: each to one of them, within a queue by priority (the higher first), then by when they were due. It knows
 * nothing of what becomes of the jobs.
 */
export interface JobQueue {
  /** Puts tickets into their queues. One that is put in twice may be given out twice. */
  push(tickets: readonly Ticket[]): Promise<void>;

  /** Which of these tickets are not, or no longer, in it. */
  missing(ticketIds: readonly string[]): Promise<readonly string[]>;

  /** Gives out tickets of these queues until stopped. One whose worker is lost is given out again, if its work was not begun. */
  serve(queues: Queues, work: Work): Promise<void>;

  /** Gives out nothing more, and waits so long for what is under way. */
  stop(graceMilliseconds: number): Promise<void>;
}
