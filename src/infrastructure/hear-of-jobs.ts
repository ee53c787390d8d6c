import type { Logger } from 'pino';
import { PostgresJobChanges } from '#adapters/outbound/postgres/postgres-job-changes.ts';
import { WatchFailures } from '#application/jobs/watch-failures.ts';
import type { FailedAttempt, JobBoard } from '#application/ports/job-board.ts';
import type { JobChanges } from '#application/ports/job-changes.ts';
import type { Lifecycle } from './lifecycle.ts';
import { rarely } from './rarely.ts';
import { Ticker } from './ticker.ts';

/** Looked at so often when nobody tells, in milliseconds. */
const LOOK_EVERY = 5_000;

/** What a process that answers requests hears of jobs, which may run anywhere. */
export function hearOfJobs(
  url: string,
  board: JobBoard,
  onFailure: (failure: FailedAttempt) => void,
  lifecycle: Lifecycle,
  log: Logger,
): JobChanges {
  const watch = new WatchFailures(board, onFailure);
  const looking = new Ticker(
    async () => {
      await watch.look();
      return LOOK_EVERY;
    },
    LOOK_EVERY,
    rarely(log, 'failed jobs cannot be looked for just now'),
  );
  lifecycle.started('look for failed jobs', () => looking.stop());
  const changes = new PostgresJobChanges(url, () => looking.now(), rarely(log, 'lost a connection to PostgreSQL'));
  lifecycle.started('ear for jobs', () => changes.close());
  return changes;
}
