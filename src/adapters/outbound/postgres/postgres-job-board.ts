import { type JobState, QUEUES } from '#application/jobs/job.ts';
import type {
  AttemptRow,
  BoardFilter,
  BoardPageRequest,
  BoardRow,
  FailedAttempt,
  JobBoard,
  QueueFigures,
  WorkerRow,
} from '#application/ports/job-board.ts';
import type { Page } from '#application/ports/page.ts';
import type { NamedStatement, Pools } from './connect.ts';
import { userOf } from './job-owner.ts';
import { COLUMNS, STATE, sightOf } from './postgres-job-queries.ts';
import { readRows } from './read-rows.ts';
import { AFTER_ALL, instantText, instantTextOrNull, pageOf, present } from './row-text.ts';

const RECIPIENT = `coalesce(payload ->> 'to', payload ->> 'email')`;
const BOARD_COLUMNS = `${COLUMNS}, user_id, run_at, ${RECIPIENT}, (SELECT email FROM users WHERE users.id = owner)`;
const ONE: NamedStatement = { name: 'board-job', text: `SELECT ${BOARD_COLUMNS} FROM jobs WHERE id = $1` };
const ATTEMPTS: NamedStatement = {
  name: 'board-attempts',
  text: `SELECT run, attempt, worker, started_at, finished_at, outcome, error FROM job_attempts
 WHERE user_id = $1 AND job_id = $2 ORDER BY run DESC LIMIT 100`,
};

/** What each filter asks for, of the value that has this number. */
const CONDITIONS: { readonly [Name in keyof BoardFilter]-?: (value: string) => string } = {
  state: (value) => `${STATE} = ${value}`,
  task: (value) => `task = ${value}`,
  queue: (value) => `queue = ${value}`,
  text: (value) =>
    `(id::text = lower(${value}) OR task = lower(${value}) OR strpos(lower(error), lower(${value})) > 0
   OR owner IN (SELECT id FROM users WHERE email = lower(${value})) OR ${RECIPIENT} = lower(${value}))`,
};
const FILTERS = Object.keys(CONDITIONS) as (keyof BoardFilter)[];

/** The index finds the state as it is stored. */
const STORED: Readonly<Partial<Record<JobState, string>>> = { scheduled: 'waiting', queued: 'waiting' };

const QUEUE_FIGURES: NamedStatement = {
  name: 'board-queues',
  text: `SELECT queue, count(*) FILTER (WHERE state = 'waiting' AND run_at > now()), count(*) FILTER (WHERE state = 'waiting' AND run_at <= now()),
   count(*) FILTER (WHERE state = 'running'), count(*) FILTER (WHERE state = 'failed'),
   coalesce(extract(epoch FROM max(now() - run_at) FILTER (WHERE state = 'waiting' AND run_at <= now())), 0), 0
 FROM jobs WHERE state IN ('waiting', 'running', 'failed') GROUP BY queue
 UNION ALL SELECT queue, 0, 0, 0, 0, 0, count(*) FROM jobs WHERE finished_at > now() - interval '1 minute' GROUP BY queue`,
};
const STATES: NamedStatement = {
  name: 'board-states',
  text: `SELECT ${STATE} AS shown, count(*) FROM jobs WHERE state = 'waiting' GROUP BY shown
 UNION ALL SELECT state, count(*) FROM jobs WHERE state <> 'waiting' GROUP BY state`,
};
const WORKERS: NamedStatement = {
  name: 'board-workers',
  text: `SELECT id, host, pid, queues, started_at, stands_in, extract(epoch FROM now() - beat_at), coalesce(
   (SELECT json_agg(json_build_object('id', jobs.id, 'task', task, 'queue', queue) ORDER BY jobs.started_at) FROM jobs
    WHERE worker = workers.id AND state = 'running'), '[]')
 FROM workers ORDER BY started_at, id`,
};
const FAILED: NamedStatement = {
  name: 'failed-attempts',
  text: `SELECT a.user_id, job_id, task, a.run, attempt, a.error, will_retry FROM job_attempts AS a
 JOIN jobs ON jobs.user_id = a.user_id AND jobs.id = job_id
 WHERE outcome IN ('failed', 'lost') AND a.finished_at >= coalesce($1::timestamptz, now()) - interval '10 seconds' ORDER BY a.finished_at`,
};
const NOW: NamedStatement = { name: 'now', text: 'SELECT now()' };

export class PostgresJobBoard implements JobBoard {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async page({ filter, limit, before }: BoardPageRequest): Promise<Page<BoardRow>> {
    const { statement, values } = listing(filter);
    return pageOf(
      await readRows(this.#pools.lists, statement, [before ?? AFTER_ALL, limit + 1, ...values]),
      limit,
      rowOf,
    );
  }

  async find(id: string): Promise<{ row: BoardRow; attempts: readonly AttemptRow[] } | null> {
    const [raw] = await readRows(this.#pools.lookups, ONE, [id]);
    if (raw === undefined) return null;
    const attempts = await readRows(this.#pools.lookups, ATTEMPTS, [raw[13], id]);
    return { row: rowOf(raw), attempts: attempts.map(attemptOf) };
  }

  async queues(): Promise<readonly QueueFigures[]> {
    const rows = await readRows(this.#pools.lists, QUEUE_FIGURES, []);
    return QUEUES.map((queue) => {
      const sum = (column: number): number =>
        rows.filter(([name]) => name === queue).reduce((all, row) => all + Number(row[column]), 0);
      return {
        queue,
        scheduled: sum(1),
        queued: sum(2),
        running: sum(3),
        failed: sum(4),
        oldestDueSeconds: sum(5),
        perMinute: sum(6),
      };
    });
  }

  async states(): Promise<Readonly<Record<JobState, number>>> {
    const rows = await readRows(this.#pools.lists, STATES, []);
    const none = { scheduled: 0, queued: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };
    return { ...none, ...Object.fromEntries(rows.map(([state, count]) => [state, Number(count)])) };
  }

  async workers(): Promise<readonly WorkerRow[]> {
    return (await readRows(this.#pools.lists, WORKERS, [])).map((raw) => ({
      id: present(raw[0]),
      host: present(raw[1]),
      pid: Number(raw[2]),
      queues: JSON.parse(present(raw[3])),
      started_at: instantText(present(raw[4])),
      standsIn: raw[5] === 't',
      silentSeconds: Number(raw[6]),
      running: JSON.parse(present(raw[7])),
    }));
  }

  async failedSince(since: Date | null): Promise<{ failed: readonly FailedAttempt[]; at: Date }> {
    const [now] = await readRows(this.#pools.lookups, NOW, []);
    const rows = await readRows(this.#pools.lookups, FAILED, [since]);
    const failed = rows.map((raw) => ({
      userId: userOf(present(raw[0])),
      id: present(raw[1]),
      task: present(raw[2]),
      run: Number(raw[3]),
      attempt: Number(raw[4]),
      message: raw[5] ?? '',
      willRetry: raw[6] === 't',
    }));
    return { failed, at: new Date(instantText(present(now?.[0]))) };
  }
}

function listing(filter: BoardFilter): { statement: NamedStatement; values: string[] } {
  const used = FILTERS.filter((name) => filter[name] !== undefined);
  const conditions = used.map((name, index) => CONDITIONS[name](`$${index + 3}`));
  const stored = filter.state === undefined ? [] : [`state = '${STORED[filter.state] ?? filter.state}'`];
  const text = `SELECT ${BOARD_COLUMNS} FROM jobs WHERE ${['id < $1', ...stored, ...conditions].join(' AND ')} ORDER BY id DESC LIMIT $2`;
  const name = ['board', ...used, ...(stored.length > 0 ? [filter.state] : [])].join('-');
  return { statement: { name, text }, values: used.map((one) => filter[one] ?? '') };
}

const rowOf = (raw: (string | null)[]): BoardRow => ({
  ...sightOf(raw).row,
  user_id: userOf(present(raw[13])),
  run_at: instantText(present(raw[14])),
  recipient: raw[15] ?? null,
  owner: raw[16] ?? null,
});

const attemptOf = (raw: (string | null)[]): AttemptRow => ({
  run: Number(raw[0]),
  attempt: Number(raw[1]),
  worker: present(raw[2]),
  started_at: instantText(present(raw[3])),
  finished_at: instantTextOrNull(raw[4]),
  outcome: (raw[5] ?? null) as AttemptRow['outcome'],
  error: raw[6] ?? null,
});
