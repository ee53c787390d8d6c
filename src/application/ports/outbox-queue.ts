import type { OutboxMessage } from './outbox.ts';

/** What became of one try. `retryAt` null: no more tries, it is parked to be looked at. */
export type Delivery = 'done' | { readonly error: string; readonly retryAt: Date | null };

export type ParkedMessage = OutboxMessage & {
  readonly tries: number;
  readonly lastError: string;
  readonly parkedAt: Date;
};

export interface OutboxQueue {
  /**
   * Hands over the message that has been due for longest, with the number of this try (from 1), and keeps what became of it: done removes it.
   * Meanwhile nobody else gets it; when the process dies it is due again at once. False when nothing is due.
   */
  deliverNext(now: Date, deliver: (message: OutboxMessage, attempt: number) => Promise<Delivery>): Promise<boolean>;

  /** Oldest first, at most `limit`. */
  listParked(limit: number): Promise<readonly ParkedMessage[]>;

  /** Makes every parked message due again, from its first try; their number. */
  retryParked(now: Date): Promise<number>;

  /** How many wait and how many are parked. */
  count(): Promise<{ readonly waiting: number; readonly parked: number }>;
}
