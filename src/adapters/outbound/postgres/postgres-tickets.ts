import type { Pool } from 'pg';
import type { Queue } from '#application/jobs/job.ts';
import type { Ticket } from '#application/ports/job-runs.ts';
import { LOCK_LIFETIME, type TakenTicket, type TicketStore } from '#application/ports/ticket-store.ts';

const PUT = `INSERT INTO tickets (id, user_id, job_id, queue, priority, due_at)
 SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::smallint[], $6::timestamptz[])`;
const TAKE = {
  name: 'take-ticket',
  text: `UPDATE tickets SET locked_at = now() WHERE id = (
   SELECT id FROM tickets WHERE queue = $1 AND (locked_at IS NULL OR locked_at < now() - interval '${LOCK_LIFETIME} milliseconds')
   ORDER BY priority DESC, due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
 RETURNING id, user_id AS "userId", job_id AS "jobId", priority`,
};
const GIVE_BACK = 'UPDATE tickets SET locked_at = NULL WHERE id = ANY($1::uuid[])';
const REMOVE = { name: 'remove-ticket', text: 'DELETE FROM tickets WHERE id = $1' };

export class PostgresTickets implements TicketStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async put(tickets: readonly Ticket[]): Promise<void> {
    const column = (of: (ticket: Ticket) => unknown): unknown[] => tickets.map(of);
    await this.#pool.query(PUT, [
      column(({ id }) => id),
      column(({ userId }) => userId),
      column(({ jobId }) => jobId),
      column(({ queue }) => queue),
      column(({ priority }) => priority),
      column(({ dueAt }) => dueAt),
    ]);
  }

  async take(queue: Queue): Promise<TakenTicket | null> {
    const { rows } = await this.#pool.query<TakenTicket>({ ...TAKE, values: [queue] });
    return rows[0] ?? null;
  }

  async giveBack(ids: readonly string[]): Promise<void> {
    await this.#pool.query(GIVE_BACK, [ids]);
  }

  async remove(id: string): Promise<void> {
    await this.#pool.query({ ...REMOVE, values: [id] });
  }
}
