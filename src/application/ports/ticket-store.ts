import type { Queue } from '../jobs/job.ts';
import type { Ticket } from './job-runs.ts';

/** A lock that is older was left by a worker that died before its job was begun: the ticket is given out again. In milliseconds. */
export const LOCK_LIFETIME = 10_000;

export type TakenTicket = Pick<Ticket, 'id' | 'userId' | 'jobId' | 'priority'>;

/** Where tickets wait. Times are the store's own: nothing here depends on a worker's clock. */
export interface TicketStore {
  put(tickets: readonly Ticket[]): Promise<void>;
  /** Locks the first that nobody has: the higher priority first, then by when it was due. */
  take(queue: Queue): Promise<TakenTicket | null>;
  giveBack(ids: readonly string[]): Promise<void>;
  /** Those of them that are there. */
  present(ids: readonly string[]): Promise<readonly string[]>;
  remove(id: string): Promise<void>;
}
