import type { JobState } from '#application/jobs/job.ts';
import type { Person } from '../support/person.ts';
import type { TestApp } from '../support/start-app.ts';

/** The id of a report that the person asks for, and that nobody mails. */
export async function aReport({ bearer }: Person): Promise<string> {
  return (await bearer.post('/reports/dashboard', { deliver: 'none' })).json<{ id: string }>().id;
}

const WORKER = '0190163d-8694-739b-aea5-966c26f8ad91';

const SETS: Readonly<Record<JobState, string>> = {
  queued: `state = 'waiting'`,
  scheduled: `state = 'waiting', run_at = now() + interval '1 hour'`,
  running: `state = 'running', progress = 42, attempts = 1, run = 1, started_at = now(), worker = '${WORKER}'`,
  succeeded: `state = 'succeeded', progress = 100, attempts = 1, run = 1, payload = 'null', result = '{"net":"1"}',
    started_at = now() - interval '3 minutes', finished_at = now()`,
  failed: `state = 'failed', attempts = 1, run = 1, error = 'it did not work', started_at = now(), finished_at = now()`,
  cancelled: `state = 'cancelled', finished_at = now()`,
};

/** The same in that state, behind the back of whoever works on jobs. */
export async function aJobThatIs(app: TestApp, state: JobState, person: Person): Promise<string> {
  const id = await aReport(person);
  await app.sql(`UPDATE jobs SET ${SETS[state]} WHERE id = $1`, [id]);
  if (['running', 'succeeded', 'failed'].includes(state))
    await app.sql(
      `INSERT INTO job_attempts (user_id, job_id, run, attempt, worker, finished_at, outcome, error)
       SELECT user_id, id, run, attempts, $2, finished_at, nullif(state, 'running'), error FROM jobs WHERE id = $1`,
      [id, WORKER],
    );
  return id;
}

/** As it is stored. */
export async function stateOf(app: TestApp, id: string): Promise<unknown> {
  const [row] = await app.sql('SELECT state FROM jobs WHERE id = $1', [id]);
  return row?.['state'];
}

/** A worker that was heard so many seconds ago. */
export async function aWorker(app: TestApp, silentSeconds: number, host = 'desk', id = WORKER): Promise<void> {
  await app.sql(
    `INSERT INTO workers (id, host, pid, queues, beat_at) VALUES ($1, $2, 4711, '{"mail":2,"default":4}', now() - $3 * interval '1 second')`,
    [id, host, silentSeconds],
  );
}
