import type { Pool, PoolClient } from 'pg';
import type { JobRun, JsonValue, Queue, RunId } from '#application/jobs/job.ts';
import type { HeldRun, JobRuns, Ticket, Worker } from '#application/ports/job-runs.ts';
import { runIsOver } from '#application/ports/job-runs.ts';
import { ownerOf, userOf } from './job-owner.ts';
import { translated } from './postgres-errors.ts';

/** Whoever listens hears which jobs have changed. */
const TOLD = `pg_notify('blotter_jobs', user_id || ' ' || id)`;
const RUNNING = `user_id = $1 AND id = $2 AND run = $3 AND state = 'running'`;

const HAND_OVER = `UPDATE jobs SET ticket = gen_random_uuid()
 FROM (SELECT user_id, id FROM jobs WHERE state = 'waiting' AND ticket IS NULL AND run_at <= now()
       ORDER BY run_at, id LIMIT $1 FOR UPDATE SKIP LOCKED) AS due
 WHERE jobs.user_id = due.user_id AND jobs.id = due.id
 RETURNING jobs.user_id, jobs.id, queue, priority, run_at, ticket`;
/** In milliseconds from now. */
const until = (instant: string): string => `(extract(epoch FROM ${instant} - now()) * 1000)::float8`;
const NEXT = `SELECT ${until(`(SELECT run_at FROM jobs WHERE state = 'waiting' AND ticket IS NULL ORDER BY run_at LIMIT 1)`)} AS job,
 ${until('(SELECT min(next_at) FROM job_schedules)')} AS schedule`;

/** The row is locked first: who hands it over may not have committed yet, and its ticket is seen only after that. */
const BEGIN = `WITH held AS MATERIALIZED (SELECT user_id, id, state, ticket FROM jobs WHERE user_id = $1 AND id = $2 FOR UPDATE),
 begun AS (UPDATE jobs SET state = 'running', run = run + 1, attempts = attempts + 1, error = NULL, worker = $4,
             progress = CASE WHEN crashes > 0 THEN progress ELSE 0 END, started_at = now(), version = version + 1
           FROM held WHERE jobs.user_id = held.user_id AND jobs.id = held.id AND held.state = 'waiting' AND held.ticket = $3
           RETURNING jobs.user_id, jobs.id, task, payload, queue, run, attempts, created_at, scheduled_for),
 counted AS (INSERT INTO job_attempts (user_id, job_id, run, attempt, worker) SELECT user_id, id, run, attempts, $4 FROM begun)
 SELECT task, payload, queue, run, attempts, created_at, scheduled_for, ${TOLD} FROM begun`;

const PROGRESS = `UPDATE jobs SET progress = greatest(progress, $4), version = version + (progress < $4)::int WHERE ${RUNNING}
 RETURNING ${TOLD}`;

/** Who hears of failures looks for them. */
const FAILED = `pg_notify('blotter_failed', '')`;

/** Ends a run: the job, and its attempt. */
const ending = (set: string, attempt: string, ...more: string[]): string => `WITH ended AS (
   UPDATE jobs SET worker = NULL, version = version + 1, ${set} WHERE ${RUNNING} RETURNING user_id, id, run, state),
 attempt AS (UPDATE job_attempts AS a SET finished_at = now(), ${attempt} FROM ended
             WHERE a.user_id = ended.user_id AND a.job_id = ended.id AND a.run = ended.run)
 SELECT ${[TOLD, ...more].join(', ')} FROM ended`;

const SUCCEED = ending(
  `state = 'succeeded', progress = 100, result = $4, payload = 'null', finished_at = now(), crashes = 0`,
  `outcome = 'succeeded'`,
);
const FAIL = ending(
  `error = $4, ticket = NULL, state = CASE WHEN $5::float8 IS NULL THEN 'failed' ELSE 'waiting' END,
   finished_at = CASE WHEN $5::float8 IS NULL THEN now() END,
   run_at = coalesce(now() + $5::float8 * interval '1 millisecond', run_at)`,
  `outcome = 'failed', error = $4, will_retry = $5::float8 IS NOT NULL`,
  FAILED,
);
const CANCELLED = ending(`state = 'cancelled', finished_at = now()`, `outcome = 'cancelled'`);

/** Of many jobs at once: what becomes of them, and of their attempts. */
const taking = (which: string, set: string, attempt: string, ...more: string[]): string => `WITH taken AS (
   UPDATE jobs SET worker = NULL, ticket = NULL, version = version + 1, ${set}
   FROM (SELECT user_id, id FROM jobs WHERE state = 'running' AND ${which} FOR UPDATE SKIP LOCKED) AS those
   WHERE jobs.user_id = those.user_id AND jobs.id = those.id RETURNING jobs.user_id, jobs.id, run, state),
 attempt AS (UPDATE job_attempts AS a SET finished_at = now(), ${attempt} FROM taken
             WHERE a.user_id = taken.user_id AND a.job_id = taken.id AND a.run = taken.run)
 SELECT ${[TOLD, ...more].join(', ')} FROM taken`;

const RELEASE = taking(
  'worker = $1 AND ($2::uuid[] IS NULL OR id = ANY($2))',
  `state = 'waiting', attempts = attempts - 1, started_at = NULL`,
  `outcome = 'released'`,
);
const REAP = taking(
  `NOT EXISTS (SELECT FROM workers WHERE workers.id = jobs.worker AND beat_at > now() - $1::float8 * interval '1 millisecond')`,
  `crashes = crashes + 1,
   state = CASE WHEN cancel_asked_at IS NOT NULL THEN 'cancelled' WHEN crashes + 1 >= $2 THEN 'failed' ELSE 'waiting' END,
   finished_at = CASE WHEN cancel_asked_at IS NOT NULL OR crashes + 1 >= $2 THEN now() END,
   error = CASE WHEN cancel_asked_at IS NULL AND crashes + 1 >= $2 THEN 'crash limit: its worker was lost ' || $2 || ' times' END`,
  `outcome = 'lost', error = 'the worker was lost', will_retry = taken.state = 'waiting'`,
  FAILED,
);

const BEAT = `WITH beat AS (INSERT INTO workers (id, host, pid, queues, stands_in) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (id) DO UPDATE SET beat_at = now())
 SELECT user_id, id, run, cancel_asked_at IS NOT NULL AS cancel_asked FROM jobs WHERE worker = $1 AND state = 'running'`;
const LEAVE = 'DELETE FROM workers WHERE id = $1';
const IS_RELIEVED = `SELECT EXISTS (
 SELECT FROM workers WHERE NOT stands_in AND beat_at > now() - $1::float8 * interval '1 millisecond') AS is`;
const HANDED_OVER = `SELECT ticket FROM jobs WHERE state = 'waiting' AND ticket IS NOT NULL ORDER BY run_at LIMIT $1`;
const HAND_AGAIN = `UPDATE jobs SET ticket = NULL WHERE state = 'waiting' AND ticket = ANY($1::uuid[])`;
const HAS_TICKETS = `SELECT EXISTS (SELECT FROM jobs WHERE state = 'waiting' AND ticket IS NOT NULL) AS has`;

type DueRow = {
  readonly user_id: string;
  readonly id: string;
  readonly queue: Queue;
  readonly priority: number;
  readonly run_at: Date;
  readonly ticket: string;
};
type BegunRow = {
  readonly task: string;
  readonly payload: unknown;
  readonly queue: Queue;
  readonly run: number;
  readonly attempts: number;
  readonly created_at: Date;
  readonly scheduled_for: Date | null;
};
type HeldRow = { readonly user_id: string; readonly id: string; readonly run: number; readonly cancel_asked: boolean };

export class PostgresJobRuns implements JobRuns {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async handOver(limit: number, push: (tickets: readonly Ticket[]) => Promise<void>) {
    const [next] = await this.#query<{ job: number | null; schedule: number | null }>(NEXT, []);
    const nextIn = next?.job ?? null;
    const count = nextIn !== null && nextIn <= 0 ? await this.#handOver(limit, push) : 0;
    return { count, nextIn, scheduleIn: next?.schedule ?? null };
  }

  async begin(
    { id: ticket, userId, jobId }: Pick<Ticket, 'id' | 'userId' | 'jobId'>,
    workerId: string,
  ): Promise<JobRun | null> {
    const [row] = await this.#query<BegunRow>(BEGIN, [ownerOf(userId), jobId, ticket, workerId]);
    if (row === undefined) return null;
    const { task, payload, queue, run, attempts: attempt, created_at: createdAt, scheduled_for: scheduledFor } = row;
    return { userId, id: jobId, task, payload, queue, run, attempt, createdAt, scheduledFor };
  }

  progress(run: RunId, percent: number): Promise<void> {
    return this.#onRun(PROGRESS, run, percent);
  }

  succeed(run: RunId, result: JsonValue): Promise<void> {
    return this.#onRun(SUCCEED, run, JSON.stringify(result));
  }

  fail(run: RunId, error: string, retryInMilliseconds: number | null): Promise<void> {
    return this.#onRun(FAIL, run, error, retryInMilliseconds);
  }

  cancelled(run: RunId): Promise<void> {
    return this.#onRun(CANCELLED, run);
  }

  async release(workerId: string, jobIds?: readonly string[]): Promise<void> {
    await this.#query(RELEASE, [workerId, jobIds ?? null]);
  }

  async beat({ id, host, pid, queues, standsIn }: Worker): Promise<readonly HeldRun[]> {
    const rows = await this.#query<HeldRow>(BEAT, [id, host, pid, JSON.stringify(queues), standsIn]);
    return rows.map(({ user_id, id: jobId, run, cancel_asked }) => ({
      userId: userOf(user_id),
      id: jobId,
      run,
      cancelAsked: cancel_asked,
    }));
  }

  async leave(workerId: string): Promise<void> {
    await this.#query(LEAVE, [workerId]);
  }

  async reap(silentMilliseconds: number, mostCrashes: number): Promise<number> {
    return (await this.#query(REAP, [silentMilliseconds, mostCrashes])).length;
  }

  async isRelieved(silentMilliseconds: number): Promise<boolean> {
    const [row] = await this.#query<{ is: boolean }>(IS_RELIEVED, [silentMilliseconds]);
    return row?.is ?? false;
  }

  async handedOver(limit: number): Promise<readonly string[]> {
    return (await this.#query<{ ticket: string }>(HANDED_OVER, [limit])).map(({ ticket }) => ticket);
  }

  async handAgain(tickets: readonly string[]): Promise<void> {
    await this.#query(HAND_AGAIN, [tickets]);
  }

  async hasTickets(): Promise<boolean> {
    const [row] = await this.#query<{ has: boolean }>(HAS_TICKETS, []);
    return row?.has ?? false;
  }

  #handOver(limit: number, push: (tickets: readonly Ticket[]) => Promise<void>): Promise<number> {
    return this.#inTransaction(async (client) => {
      const { rows } = await client.query<DueRow>(HAND_OVER, [limit]);
      if (rows.length > 0) await push(rows.map(ticketOf));
      return rows.length;
    });
  }

  async #onRun(text: string, run: RunId, ...values: unknown[]): Promise<void> {
    const rows = await this.#query(text, [ownerOf(run.userId), run.id, run.run, ...values]);
    if (rows.length === 0) throw runIsOver(run);
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

const ticketOf = ({ user_id, id, queue, priority, run_at, ticket }: DueRow): Ticket => ({
  id: ticket,
  userId: userOf(user_id),
  jobId: id,
  queue,
  priority,
  dueAt: run_at,
});
