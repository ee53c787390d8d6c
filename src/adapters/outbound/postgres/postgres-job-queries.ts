import type { JobState, Queue } from '#application/jobs/job.ts';
import type { TaskName } from '#application/jobs/tasks.ts';
import type { JobFilter, JobPageRequest, JobQueries, JobRow, JobSight } from '#application/ports/job-queries.ts';
import type { Page } from '#application/ports/page.ts';
import type { NamedStatement, Pools } from './connect.ts';
import { readRows } from './read-rows.ts';
import { AFTER_ALL, instantText, instantTextOrNull, pageOf, present } from './row-text.ts';

/** What waits is queued once it is due. */
export const STATE = `CASE WHEN state <> 'waiting' THEN state WHEN run_at > now() THEN 'scheduled' ELSE 'queued' END`;
export const COLUMNS = `id, task, queue, priority, ${STATE}, progress, attempts, result, error, created_at, started_at, finished_at, version`;
const ONE: NamedStatement = { name: 'job', text: `SELECT ${COLUMNS} FROM jobs WHERE user_id = $1 AND id = $2` };

const listing = (name: string, ...conditions: string[]): NamedStatement => ({
  name,
  text: `SELECT ${COLUMNS} FROM jobs WHERE user_id = $1 AND id < $2 ${conditions.map((one) => `AND ${one}`).join(' ')} ORDER BY id DESC LIMIT $3`,
});
const ALL = listing('jobs');
const BY_STATE = listing('jobs-by-state', `${STATE} = $4`);
const BY_TASK = listing('jobs-by-task', 'task = $4');
const BY_BOTH = listing('jobs-by-state-and-task', `${STATE} = $4`, 'task = $5');

export class PostgresJobQueries implements JobQueries {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async page(userId: string, { filter, limit, before }: JobPageRequest): Promise<Page<JobRow>> {
    const values = [
      userId,
      before ?? AFTER_ALL,
      limit + 1,
      ...[filter.state, filter.task].filter((one) => one !== undefined),
    ];
    const rows = await readRows(this.#pools.lists, statementOf(filter), values);
    return pageOf(rows, limit, (raw) => sightOf(raw).row);
  }

  async find(userId: string, id: string): Promise<JobSight | null> {
    const [raw] = await readRows(this.#pools.lookups, ONE, [userId, id]);
    return raw === undefined ? null : sightOf(raw);
  }
}

const statementOf = ({ state, task }: JobFilter): NamedStatement => {
  if (state === undefined) return task === undefined ? ALL : BY_TASK;
  return task === undefined ? BY_STATE : BY_BOTH;
};

export const sightOf = (raw: (string | null)[]): JobSight => ({
  row: {
    id: present(raw[0]),
    task: present(raw[1]) as TaskName,
    queue: present(raw[2]) as Queue,
    priority: Number(raw[3]),
    state: present(raw[4]) as JobState,
    progress: Number(raw[5]),
    attempts: Number(raw[6]),
    result: JSON.parse(raw[7] ?? 'null'),
    error: raw[8] ?? null,
    created_at: instantText(present(raw[9])),
    started_at: instantTextOrNull(raw[10]),
    finished_at: instantTextOrNull(raw[11]),
  },
  version: Number(raw[12]),
});
