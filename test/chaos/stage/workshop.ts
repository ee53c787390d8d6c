import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '#test/support/repository.ts';
import { startSmtpServer, type TestSmtpServer } from '#test/support/smtp-server.ts';
import { smtpServerCertificate } from '#test/support/smtp-server-certificate.ts';
import { Blotter, type BlotterOptions } from './blotter.ts';
import { Mongo } from './mongo.ts';
import { Postgres, session } from './postgres.ts';
import { Redis } from './redis.ts';
import type { Stage } from './stage.ts';
import { tempFolder } from './temp-folder.ts';
import { until } from './wait.ts';

export type Backend = 'PostgreSQL' | 'MongoDB';

type JobOutcome = {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly run: number;
  readonly error: string | null;
  readonly worker: string | null;
};

const ADD = `WITH added AS (
   INSERT INTO jobs (user_id, id, task, queue, payload, run_at)
   SELECT '00000000-0000-0000-0000-000000000000', uuidv7(), 'send-mail', 'mail',
     json_build_object('to', $3::text, 'subject', 'Number ' || n, 'paragraphs', json_build_array(), 'action', null), now() + $2::float8 * interval '1 second'
   FROM generate_series(1, $1::int) AS n RETURNING id)
 SELECT id, pg_notify('blotter_due', '') FROM added`;

/** Workers, what they need, and a mail server that sees what they do. Jobs are mails, as how long these take is for the mail server to say. */
export class Workshop {
  readonly postgres: Postgres;
  readonly redis: Redis;
  /** Where tickets are shared out; undefined: the database does it. */
  readonly mongo: Mongo | undefined;
  readonly smtp: TestSmtpServer;
  readonly #stage: Stage;
  readonly #settings: Readonly<Record<string, string>>;

  private constructor(
    stage: Stage,
    parts: Pick<Workshop, 'postgres' | 'redis' | 'mongo' | 'smtp'>,
    certificate: string,
  ) {
    this.#stage = stage;
    this.postgres = parts.postgres;
    this.redis = parts.redis;
    this.mongo = parts.mongo;
    this.smtp = parts.smtp;
    this.#settings = {
      SMTP_URL: this.smtp.url,
      NODE_EXTRA_CA_CERTS: certificate,
      REDIS_URL: this.redis.url,
      ...(this.mongo ? { MONGO_URL: this.mongo.url } : {}),
    };
  }

  static async open(stage: Stage, backend: Backend): Promise<Workshop> {
    const [postgres, redis] = await Promise.all([Postgres.external(stage), Redis.start(stage)]);
    const mongo = backend === 'MongoDB' ? await Mongo.start(stage) : undefined;
    const smtp = await startSmtpServer();
    stage.atEnd(() => smtp.stop());
    const certificate = join(await tempFolder(stage), 'certificate.pem');
    await writeFile(certificate, smtpServerCertificate);
    return new Workshop(stage, { postgres, redis, mongo, smtp }, certificate);
  }

  /** A process for background work alone. */
  async worker(args: readonly string[] = [], more: Pick<BlotterOptions, 'nodeOptions'> = {}): Promise<Blotter> {
    const command = [process.execPath, ...(more.nodeOptions ?? []), join(repository, 'src/infrastructure/worker.ts')];
    const url = await this.postgres.url();
    return Blotter.beside(this.#stage, url, this.#settings, { command: [...command, ...args] });
  }

  /** A worker that has said that it is ready. */
  async readyWorker(args: readonly string[] = [], more: Pick<BlotterOptions, 'nodeOptions'> = {}): Promise<Blotter> {
    const worker = await this.worker(args, more);
    await until('the worker is ready', () => {
      if (!worker.isRunning) throw new Error(`The worker ended:\n${worker.lastWords}`);
      return worker.log.some(({ msg }) => msg === 'the worker is ready');
    });
    return worker;
  }

  /** A process that answers requests, and works on jobs only where nobody else does. */
  async api(settings: Readonly<Record<string, string>> = {}): Promise<Blotter> {
    return Blotter.beside(this.#stage, await this.postgres.url(), { ...this.#settings, ...settings });
  }

  /** @param seconds until they are due. @returns the ids of so many mails that are to be sent. */
  async add(count: number, { seconds = 0, to = 'ada@example.com' } = {}): Promise<readonly string[]> {
    return (await this.#ask<{ id: string }>(ADD, [count, seconds, to])).map(({ id }) => id);
  }

  /** Of these, or of all mails. */
  outcomes(ids: readonly string[] | null = null): Promise<readonly JobOutcome[]> {
    const text = `SELECT id, state, attempts, run, error, worker FROM jobs WHERE task = 'send-mail' AND ($1::uuid[] IS NULL OR id = ANY($1))`;
    return this.#ask<JobOutcome>(text, [ids]);
  }

  /** These, or all but Blotter's own housekeeping. */
  async untilOver(ids: readonly string[] | null = null, patience = 60_000): Promise<number> {
    const text = `SELECT FROM jobs WHERE state IN ('waiting', 'running') AND task <> 'purge' AND ($1::uuid[] IS NULL OR id = ANY($1))`;
    const isOver = async (): Promise<boolean> => (await this.#ask(text, [ids])).length === 0;
    return until('all jobs are over', isOver, { patience, pause: 50 });
  }

  async untilRuns(id: string): Promise<JobOutcome> {
    let found: JobOutcome | undefined;
    await until(
      'the job runs',
      async () => {
        [found] = await this.outcomes([id]);
        return found?.state === 'running';
      },
      { patience: 40_000 },
    );
    return found as JobOutcome;
  }

  /** How a job stands, and the process that has it; 0 when none does. */
  async runOf(id: string): Promise<{ readonly state: string; readonly run: number; readonly pid: number }> {
    const [row] = await this.#ask<{ state: string; run: number; pid: number }>(
      `SELECT state, run, coalesce((SELECT pid FROM workers WHERE id = worker), 0) AS pid FROM jobs WHERE id = $1`,
      [id],
    );
    return row ?? { state: 'unknown', run: 0, pid: 0 };
  }

  /** The process that a worker of the table is. */
  async pidOf(worker: string): Promise<number> {
    const [row] = await this.#ask<{ pid: number }>('SELECT pid FROM workers WHERE id = $1', [worker]);
    return row?.pid ?? 0;
  }

  /** How often the mail of each of these jobs arrived. */
  arrivals(ids: readonly string[]): readonly number[] {
    const counts = new Map<string, number>();
    for (const { messageId } of this.smtp.mails) {
      const id = messageId.split('@')[0] ?? '';
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return ids.map((id) => counts.get(id) ?? 0);
  }

  /** What nobody should be able to find when no worker runs: jobs that seem to run, and tickets that somebody seems to have. */
  async leftLocked(): Promise<number> {
    const [row] = await this.#ask<{ count: number }>(
      `SELECT (SELECT count(*) FROM jobs WHERE state = 'running')::int + (SELECT count(*) FROM tickets WHERE locked_at IS NOT NULL)::int AS count`,
      [],
    );
    return row?.count ?? 0;
  }

  /** When each mail was begun first, in milliseconds after it was due. */
  starts(): Promise<readonly { readonly id: string; readonly run: number; readonly late: number }[]> {
    return this.#ask(
      `SELECT id, jobs.run, (SELECT extract(epoch FROM min(a.started_at) - jobs.run_at) * 1000 FROM job_attempts AS a
         WHERE a.user_id = jobs.user_id AND a.job_id = jobs.id)::float8 AS late FROM jobs WHERE task = 'send-mail'`,
      [],
    );
  }

  /** Lets the time of every schedule of a user come. */
  async scheduleNow(): Promise<void> {
    await this.#ask('UPDATE job_schedules SET next_at = now() WHERE owner IS NOT NULL', []);
  }

  /** How many reports have been asked for and are made, or were. */
  async reports(): Promise<number> {
    const [row] = await this.#ask<{ count: number }>(
      `SELECT count(*)::int AS count FROM jobs WHERE task = 'dashboard-report'`,
      [],
    );
    return row?.count ?? 0;
  }

  async tickets(): Promise<number> {
    return (await this.#ask('SELECT FROM tickets', [])).length;
  }

  /** @returns how many there were. */
  async loseTickets(): Promise<number> {
    return (await this.#ask('DELETE FROM tickets RETURNING id', [])).length;
  }

  /** Whether every process that stands in has nothing in hand, and a worker has been heard. */
  async hasNoStandIn(): Promise<boolean> {
    const text = `SELECT FROM workers WHERE NOT stands_in AND beat_at > now() - interval '2 seconds' AND started_at < now() - interval '1 second'`;
    return (await this.#ask(text, [])).length > 0;
  }

  async #ask<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    await using client = await session(await this.postgres.url());
    return (await client.query<Row>(text, [...values])).rows;
  }
}
