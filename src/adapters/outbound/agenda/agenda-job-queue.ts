import { Agenda, type Job } from 'agenda';
import type { Queue } from '#application/jobs/job.ts';
import type { JobQueue, Queues, Work } from '#application/ports/job-queue.ts';
import type { Ticket } from '#application/ports/job-runs.ts';
import { LOCK_LIFETIME, type TakenTicket, type TicketStore } from '#application/ports/ticket-store.ts';
import { TicketBackend } from './ticket-backend.ts';
import { TicketBell } from './ticket-bell.ts';

/** Where nobody rings, Agenda looks by itself so often, in milliseconds. */
const LOOK_EVERY = 500;

/** How workers hear that there are tickets in a queue. */
export type Bells = {
  /** Rings for all, wherever they are. */
  ring(queues: readonly Queue[]): Promise<void>;
  onRing(listener: (queue: Queue) => void): void;
};

/** Agenda shares out the tickets: a loop for each queue, which holds as many as run at once and no more. */
export class AgendaJobQueue implements JobQueue {
  readonly #store: TicketStore;
  readonly #bells: Bells;
  readonly #onError: (error: Error) => void;
  #serving: { readonly agenda: Agenda; readonly backend: TicketBackend; readonly bell: TicketBell } | undefined;

  constructor(store: TicketStore, bells: Bells, onError: (error: Error) => void) {
    this.#store = store;
    this.#bells = bells;
    this.#onError = onError;
    bells.onRing((queue) => this.#serving?.bell.ring(queue));
  }

  async push(tickets: readonly Ticket[]): Promise<void> {
    await this.#store.put(tickets);
    await this.#bells.ring([...new Set(tickets.map(({ queue }) => queue))]);
  }

  async missing(ticketIds: readonly string[]): Promise<readonly string[]> {
    const present = new Set(await this.#store.present(ticketIds));
    return ticketIds.filter((id) => !present.has(id));
  }

  async serve(queues: Queues, work: Work): Promise<void> {
    const backend = new TicketBackend(this.#store);
    const bell = new TicketBell(this.#onError);
    const slots = Object.values(queues).reduce((sum, slot) => sum + slot, 0);
    const agenda = new Agenda({ backend, notificationChannel: bell, processEvery: LOOK_EVERY, maxConcurrency: slots });
    agenda.on('error', this.#onError);
    for (const [queue, concurrency] of Object.entries(queues))
      agenda.define(queue, (job: Job<TakenTicket>, done) => void held(job, work).then(() => done(), done), {
        concurrency,
        lockLimit: concurrency,
        lockLifetime: LOCK_LIFETIME,
      });
    // The slot is free only after this event.
    agenda.on('complete', (job: Job) => setImmediate(() => bell.ring(job.attrs.name as Queue)));
    this.#serving = { agenda, backend, bell };
    await agenda.start();
  }

  async stop(graceMilliseconds: number): Promise<void> {
    const serving = this.#serving;
    if (serving === undefined) return;
    this.#serving = undefined;
    await serving.agenda.drain({ timeout: graceMilliseconds, closeConnection: false });
    await serving.backend.close();
  }
}

/** Agenda ends by itself what has not been touched for a lifetime; it is touched here alone, as whether the job is still ours others tell. */
async function held(job: Job<TakenTicket>, work: Work): Promise<void> {
  const touching = setInterval(() => {
    job.attrs.lockedAt = new Date();
  }, LOCK_LIFETIME / 4);
  try {
    await work(job.attrs.data);
  } finally {
    clearInterval(touching);
  }
}
