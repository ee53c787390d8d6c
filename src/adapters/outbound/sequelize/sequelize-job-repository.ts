import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import type { JobId, RunId } from '#application/jobs/job.ts';
import type { NewJob } from '#application/jobs/new-job.ts';
import type { JobRepository } from '#application/ports/job-repository.ts';
import { runIsOver } from '#application/ports/job-runs.ts';
import { NOBODY } from './nobody.ts';

/** Whoever listens hears which job has changed, and workers that there is something to hand over. */
const TOLD = `pg_notify('blotter_jobs', user_id || ' ' || id)`;
const DUE = `pg_notify('blotter_due', '')`;

/** What is told arrives with the commit. */
const ADD = `WITH added AS (
   INSERT INTO jobs (user_id, id, task, queue, priority, payload, key, run_at, scheduled_for, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8::timestamptz, now()), $9::timestamptz, coalesce($10::timestamptz, now()))
   ON CONFLICT DO NOTHING RETURNING user_id, id)
 SELECT id, ${TOLD}, ${DUE} FROM added`;
const SAME = `SELECT id FROM jobs WHERE user_id = $1 AND (id = $2 OR key = $3 AND state IN ('waiting', 'running'))`;
const CANCEL = `WITH cancelled AS (
   UPDATE jobs SET cancel_asked_at = now(), version = version + 1,
     finished_at = CASE WHEN state = 'waiting' THEN now() END, state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END
   WHERE user_id = $1 AND id = $2 AND state IN ('waiting', 'running') RETURNING user_id, id)
 SELECT ${TOLD} FROM cancelled`;
const ASSERT_RUNS = `SELECT id FROM jobs WHERE user_id = $1 AND id = $2 AND run = $3 AND state = 'running' FOR SHARE`;
const again = (which: string): string => `WITH again AS (
   UPDATE jobs SET state = 'waiting', ticket = NULL, attempts = 0, crashes = 0, progress = 0, run_at = now(), error = NULL,
     started_at = NULL, finished_at = NULL, cancel_asked_at = NULL, version = version + 1
   WHERE ${which} RETURNING user_id, id)
 SELECT id, ${TOLD}, ${DUE} FROM again`;
const RETRY = again(`user_id = $1 AND id = $2 AND state IN ('failed', 'cancelled')`);
const RETRY_FAILED = again(`state = 'failed'`);

export class SequelizeJobRepository implements JobRepository {
  readonly #sequelize: Sequelize;
  readonly #transaction: Transaction;

  constructor(sequelize: Sequelize, transaction: Transaction) {
    this.#sequelize = sequelize;
    this.#transaction = transaction;
  }

  /** @throws {Refusal} NOT_FOUND when its user is no more. */
  async add({
    id,
    userId,
    task,
    payload,
    queue,
    priority,
    key,
    runAt,
    scheduledFor,
    createdAt,
  }: NewJob): Promise<string> {
    const values = [
      userId ?? NOBODY,
      id,
      task,
      queue,
      priority,
      JSON.stringify(payload),
      key,
      runAt,
      scheduledFor,
      createdAt,
    ];
    // Between the two statements the other one may end: then the key is free.
    for (;;) {
      const [added] = await this.#rows(ADD, values);
      const [same] = added ? [added] : await this.#rows(SAME, [userId ?? NOBODY, id, key]);
      if (same !== undefined) return same.id;
    }
  }

  async cancel({ userId, id }: JobId): Promise<boolean> {
    return (await this.#rows(CANCEL, [userId ?? NOBODY, id])).length > 0;
  }

  async retry({ userId, id }: JobId): Promise<boolean> {
    return (await this.#rows(RETRY, [userId ?? NOBODY, id])).length > 0;
  }

  async retryFailed(): Promise<number> {
    return (await this.#rows(RETRY_FAILED, [])).length;
  }

  async assertRuns(run: RunId): Promise<void> {
    const rows = await this.#rows(ASSERT_RUNS, [run.userId ?? NOBODY, run.id, run.run]);
    if (rows.length === 0) throw runIsOver(run);
  }

  #rows(text: string, bind: unknown[]): Promise<{ readonly id: string }[]> {
    return this.#sequelize.query(text, { bind, type: QueryTypes.SELECT, transaction: this.#transaction });
  }
}
