import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import type { JobId, NewJob } from '#application/jobs/job.ts';
import type { JobRepository } from '#application/ports/job-repository.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';
const TOLD = `pg_notify('blotter_jobs', user_id || ' ' || id)`;

/** What is told arrives with the commit. */
const ADD = `WITH added AS (
   INSERT INTO jobs (user_id, id, task, queue, priority, payload, key, run_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8::timestamptz, now()))
   ON CONFLICT (user_id, key) WHERE key IS NOT NULL AND state IN ('waiting', 'running') DO NOTHING RETURNING user_id, id)
 SELECT id, ${TOLD} FROM added`;
const BY_KEY = `SELECT id FROM jobs WHERE user_id = $1 AND key = $2 AND state IN ('waiting', 'running')`;
const CANCEL = `WITH cancelled AS (
   UPDATE jobs SET cancel_asked_at = now(), version = version + 1,
     finished_at = CASE WHEN state = 'waiting' THEN now() END, state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END
   WHERE user_id = $1 AND id = $2 AND state IN ('waiting', 'running') RETURNING user_id, id)
 SELECT ${TOLD} FROM cancelled`;
const RETRY = `WITH again AS (
   UPDATE jobs SET state = 'waiting', ticket = NULL, attempts = 0, crashes = 0, progress = 0, run_at = now(), error = NULL,
     started_at = NULL, finished_at = NULL, cancel_asked_at = NULL, version = version + 1
   WHERE user_id = $1 AND id = $2 AND state IN ('failed', 'cancelled') RETURNING user_id, id)
 SELECT ${TOLD} FROM again`;

export class SequelizeJobRepository implements JobRepository {
  readonly #sequelize: Sequelize;
  readonly #transaction: Transaction;

  constructor(sequelize: Sequelize, transaction: Transaction) {
    this.#sequelize = sequelize;
    this.#transaction = transaction;
  }

  async add({ id, userId, task, payload, queue, priority, key, runAt }: NewJob): Promise<string> {
    const values = [userId ?? NOBODY, id, task, queue, priority, JSON.stringify(payload), key, runAt];
    // Between the two statements the other one may end: then the key is free.
    for (;;) {
      const [row] = [
        ...(await this.#rows(ADD, values)),
        ...(key === null ? [] : await this.#rows(BY_KEY, [userId ?? NOBODY, key])),
      ];
      if (row !== undefined) return row.id;
    }
  }

  async cancel({ userId, id }: JobId): Promise<boolean> {
    return (await this.#rows(CANCEL, [userId ?? NOBODY, id])).length > 0;
  }

  async retry({ userId, id }: JobId): Promise<boolean> {
    return (await this.#rows(RETRY, [userId ?? NOBODY, id])).length > 0;
  }

  #rows(text: string, bind: unknown[]): Promise<{ readonly id: string }[]> {
    return this.#sequelize.query(text, { bind, type: QueryTypes.SELECT, transaction: this.#transaction });
  }
}
