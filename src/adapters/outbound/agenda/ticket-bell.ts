import { EventEmitter } from 'node:events';
import { type NotificationChannel, type NotificationHandler, toJobId } from 'agenda';
import type { Queue } from '#application/jobs/job.ts';

/** Wakes Agenda for a queue: when a ticket has come from anywhere, and when a slot of this worker is free again, which Agenda itself does not look at. */
export class TicketBell extends EventEmitter implements NotificationChannel {
  readonly state = 'connected';
  readonly #handlers = new Set<NotificationHandler>();
  readonly #onError: (error: Error) => void;

  constructor(onError: (error: Error) => void) {
    super();
    this.#onError = onError;
  }

  async connect(): Promise<void> {}

  async disconnect(): Promise<void> {
    this.#handlers.clear();
  }

  subscribe(handler: NotificationHandler): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  /** Nothing is put in by Agenda. */
  async publish(): Promise<void> {}

  ring(queue: Queue): void {
    const notification = { jobId: toJobId(''), jobName: queue, nextRunAt: null, priority: 0, timestamp: new Date() };
    for (const handler of this.#handlers) Promise.resolve(handler(notification)).catch(this.#onError);
  }
}
