import type { Pool } from 'pg';
import type { Queue } from '#application/jobs/job.ts';
import type { Ticket } from '#application/ports/job-runs.ts';
import { LOCK_LIFETIME, type TakenTicket, type TicketStore } from '#application/ports/ticket-store.ts';

const PUT = `INSERT INTO tickets (id, owner, job_id, queue, priority, due_at)
 SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::smallint[], $6::timestamptz[])`;
const TAKE = {
  name: 'take-ticket',
  text: `UPDATE tickets SET locked_at = now() WHERE id = (
   SELECT id FROM tickets WHERE queue = $1 AND (locked_at IS NULL OR locked_at < now() - interval '${LOCK_LIFETIME} milliseconds')
   ORDER BY priority DESC, due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
 RETURNING id, owner AS "userId", job_id AS "jobId", priority`,
};
const GIVE_BACK = 'UPDATE tickets SET locked_at = NULL WHERE id = ANY($1::uuid[])';
const PRESENT = 'SELECT id FROM tickets WHERE id = ANY($1::uuid[])';
const REMOVE = { name: 'remove-ticket', text: 'DELETE FROM tickets WHERE id = $1' };

/** Wakes every worker that serves one of these queues. */
export async function ringAll(pool: Pool, queues: readonly Queue[]): Promise<void> {
  await pool.query(`SELECT pg_notify('blotter_tickets', queue) FROM unnest($1::text[]) AS queue`, [queues]);
}

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

  async present(ids: readonly string[]): Promise<readonly string[]> {
    return (await this.#pool.query<{ id: string }>(PRESENT, [ids])).rows.map(({ id }) => id);
  }

  async remove(id: string): Promise<void> {
    await this.#pool.query({ ...REMOVE, values: [id] });
  }
}
