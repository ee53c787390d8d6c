import { setTimeout as pause } from 'node:timers/promises';
import { Pool, type PoolClient } from 'pg';
import type { OutboxContent, OutboxMessage } from '#application/ports/outbox.ts';
import type { Delivery, OutboxQueue, ParkedMessage } from '#application/ports/outbox-queue.ts';
import { connectionSettings, ListenedClient } from './connect.ts';
import { translated } from './postgres-errors.ts';

type Row = {
  readonly id: string;
  readonly content: OutboxContent;
  readonly created_at: Date;
  readonly tries: number;
};
type ParkedRow = Row & { readonly last_error: string; readonly parked_at: Date };

const IS_DUE = 'parked_at IS NULL AND due_at <= $1';
const ANY_DUE = `SELECT 1 FROM outbox WHERE ${IS_DUE} LIMIT 1`;
const TAKE = `SELECT id, content, created_at, tries FROM outbox WHERE ${IS_DUE}
 ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`;
const PARKED = `SELECT id, content, created_at, tries, last_error, parked_at FROM outbox WHERE parked_at IS NOT NULL
 ORDER BY id LIMIT $1`;
const FAILED = `UPDATE outbox SET tries = tries + 1, last_error = $2, due_at = coalesce($3, due_at),
 parked_at = CASE WHEN $3::timestamptz IS NULL THEN $4::timestamptz END WHERE id = $1`;
const RETRY = 'UPDATE outbox SET parked_at = NULL, tries = 0, due_at = $1 WHERE parked_at IS NOT NULL RETURNING id';
const COUNT = `SELECT count(*) FILTER (WHERE parked_at IS NULL)::int AS waiting,
 count(*) FILTER (WHERE parked_at IS NOT NULL)::int AS parked FROM outbox`;

const PATIENCE = 500;
/** A delivery, such as a mail to a slow server, may take so long. */
const LONGEST_DELIVERY = 60_000;

/**
 * The row lock of a transaction says who delivers a message: when its process dies PostgreSQL ends the transaction, and the message is
 * due again at once, without a lease that would have to run out. So it has connections of its own, which may wait inside a transaction.
 */
export class PostgresOutboxQueue implements OutboxQueue {
  readonly #pool: Pool;

  /** @param size how many deliveries run at once. */
  constructor(url: string, size: number, onIdleError: (error: Error) => void) {
    this.#pool = new Pool({
      ...connectionSettings(url),
      Client: ListenedClient,
      application_name: 'blotter outbox',
      idle_in_transaction_session_timeout: LONGEST_DELIVERY,
      max: size,
    });
    this.#pool.on('error', onIdleError);
  }

  /** A delivery that is still under way is left: with its process its connection ends, and the message is due again. */
  async close(): Promise<void> {
    await Promise.race([this.#pool.end(), pause(PATIENCE)]);
  }

  async deliverNext(
    now: Date,
    deliver: (message: OutboxMessage, attempt: number) => Promise<Delivery>,
  ): Promise<boolean> {
    // Nearly always there is nothing, which costs no transaction.
    if ((await this.#query(ANY_DUE, [now])).length === 0) return false;
    return await this.#inTransaction(async (client) => {
      const { rows } = await client.query<Row>(TAKE, [now]);
      const [row] = rows;
      if (row === undefined) return false;
      const delivery = await deliver(messageOf(row), row.tries + 1);
      if (delivery === 'done') await client.query('DELETE FROM outbox WHERE id = $1', [row.id]);
      else await client.query(FAILED, [row.id, delivery.error, delivery.retryAt, now]);
      return true;
    });
  }

  async listParked(limit: number): Promise<readonly ParkedMessage[]> {
    const rows = await this.#query<ParkedRow>(PARKED, [limit]);
    return rows.map((row) => ({
      ...messageOf(row),
      tries: row.tries,
      lastError: row.last_error,
      parkedAt: row.parked_at,
    }));
  }

  async retryParked(now: Date): Promise<number> {
    return (await this.#query(RETRY, [now])).length;
  }

  async count(): Promise<{ waiting: number; parked: number }> {
    const [row] = await this.#query<{ waiting: number; parked: number }>(COUNT, []);
    return { waiting: row?.waiting ?? 0, parked: row?.parked ?? 0 };
  }

  async #query<R extends object>(text: string, values: unknown[]): Promise<R[]> {
    try {
      return (await this.#pool.query<R>(text, values)).rows;
    } catch (error) {
      throw translated(error);
    }
  }

  async #inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw translated(error);
    });
    let failed = true;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      failed = false;
      return result;
    } catch (error) {
      // Where this fails too, the end of the connection rolls back.
      await client.query('ROLLBACK').catch(() => {});
      throw translated(error);
    } finally {
      client.release(failed);
    }
  }
}

const messageOf = ({ id, content, created_at }: Row): OutboxMessage => ({ id, content, createdAt: created_at });
