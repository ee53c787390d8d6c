import type { AgendaBackend, JobId, JobParameters, JobRepository } from 'agenda';
import { toJobId } from 'agenda';
import type { Queue } from '#application/jobs/job.ts';
import type { TakenTicket, TicketStore } from '#application/ports/ticket-store.ts';

/** Agenda's view of the tickets: it takes them, and tells when their work is over. It asks for nothing else here. */
export class TicketBackend implements AgendaBackend {
  readonly name = 'tickets';
  readonly ownsConnection = false;
  readonly repository: JobRepository;
  readonly #store: TicketStore;
  /** Taken and not yet removed or given back. */
  readonly #held = new Set<string>();
  #closed = false;

  constructor(store: TicketStore) {
    this.#store = store;
    const unused = (): never => {
      throw new Error('Tickets are not asked for that.');
    };
    this.repository = {
      connect: async () => {},
      getNextJobToRun: (queue) => this.#take(queue as Queue),
      saveJobState: (job) => this.#save(job),
      unlockJob: ({ _id }) => this.#giveBack(_id === undefined ? [] : [_id]),
      unlockJobs: (ids) => this.#giveBack(ids),
      queryJobs: unused,
      getJobsOverview: unused,
      getDistinctJobNames: unused,
      getJobById: unused,
      getQueueSize: unused,
      removeJobs: unused,
      saveJob: unused,
      lockJob: unused,
      disableJobs: unused,
      enableJobs: unused,
      purgeAllJobs: unused,
    };
  }

  async connect(): Promise<void> {}

  async disconnect(): Promise<void> {}

  /** Takes no more, and gives back what is held: also what is being taken just now. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#giveBack([...this.#held]);
  }

  /** Agenda compares times of a job with the clock of this machine, so it is told of none but its own. */
  async #take(queue: Queue): Promise<JobParameters | undefined> {
    const ticket = this.#closed ? null : await this.#store.take(queue);
    if (ticket === null) return undefined;
    this.#held.add(ticket.id);
    if (this.#closed) {
      await this.#giveBack([ticket.id]);
      return undefined;
    }
    return jobOf(queue, ticket);
  }

  /** Called when the work begins, which needs nothing, and when it is over. */
  async #save({ _id, lockedAt, failReason }: JobParameters): Promise<void> {
    if (_id === undefined || lockedAt) return;
    if (failReason) await this.#giveBack([_id]);
    else {
      this.#held.delete(String(_id));
      await this.#store.remove(String(_id));
    }
  }

  async #giveBack(ids: readonly (JobId | string)[]): Promise<void> {
    const own = ids.map(String).filter((id) => this.#held.delete(id));
    if (own.length > 0) await this.#store.giveBack(own);
  }
}

const jobOf = (queue: Queue, ticket: TakenTicket): JobParameters => ({
  _id: toJobId(ticket.id),
  name: queue,
  type: 'normal',
  priority: ticket.priority,
  nextRunAt: null,
  lockedAt: new Date(),
  data: ticket,
});
