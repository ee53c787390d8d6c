import type { Collection, Db } from 'mongodb';
import type { Queue } from '#application/jobs/job.ts';
import type { Ticket } from '#application/ports/job-runs.ts';
import { LOCK_LIFETIME, type TakenTicket, type TicketStore } from '#application/ports/ticket-store.ts';

type Document = Omit<Ticket, 'id'> & { readonly _id: string; readonly lockedAt: Date | null };

const FIRST = { priority: -1, dueAt: 1, _id: 1 } as const;
const IS_STALE = { $expr: { $lt: ['$lockedAt', { $subtract: ['$$NOW', LOCK_LIFETIME] }] } };

export class MongoTickets implements TicketStore {
  readonly #tickets: Collection<Document>;
  #indexed: Promise<unknown> | undefined;

  constructor(database: Db) {
    this.#tickets = database.collection<Document>('tickets');
  }

  async put(tickets: readonly Ticket[]): Promise<void> {
    await this.#ready();
    const documents = tickets.map(({ id, ...ticket }) => ({ _id: id, ...ticket, lockedAt: null }));
    await this.#tickets.insertMany(documents, { writeConcern: { w: 'majority' } });
  }

  async take(queue: Queue): Promise<TakenTicket | null> {
    await this.#ready();
    const found = await this.#tickets.findOneAndUpdate(
      { queue, $or: [{ lockedAt: null }, IS_STALE] },
      [{ $set: { lockedAt: '$$NOW' } }],
      { sort: FIRST },
    );
    return found && { id: found._id, userId: found.userId, jobId: found.jobId, priority: found.priority };
  }

  async giveBack(ids: readonly string[]): Promise<void> {
    await this.#tickets.updateMany({ _id: { $in: [...ids] } }, { $set: { lockedAt: null } });
  }

  async present(ids: readonly string[]): Promise<readonly string[]> {
    return (await this.#tickets.find({ _id: { $in: [...ids] } }, { projection: { _id: 1 } }).toArray()).map(
      ({ _id }) => _id,
    );
  }

  async remove(id: string): Promise<void> {
    await this.#tickets.deleteOne({ _id: id });
  }

  /** Whoever comes first makes the index; to make it again changes nothing. */
  #ready(): Promise<unknown> {
    this.#indexed ??= this.#tickets.createIndex({ queue: 1, ...FIRST }).catch((error: unknown) => {
      this.#indexed = undefined;
      throw error;
    });
    return this.#indexed;
  }
}
