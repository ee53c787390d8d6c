import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { PostgresListener } from '#adapters/outbound/postgres/postgres-listener.ts';
import { FireSchedules } from '#application/jobs/fire-schedules.ts';
import { QUEUES, type Queue } from '#application/jobs/job.ts';
import { type Ended, RunJob } from '#application/jobs/run-job.ts';
import type { Failure } from '#application/jobs/task-handler.ts';
import type { Queues } from '#application/ports/job-queue.ts';
import type { Composed } from './container/compose.ts';
import { Opened, Port, Work } from './container/tokens.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Mongo } from './mongo.ts';
import { openJobQueue } from './open-job-queue.ts';
import { rarely } from './rarely.ts';
import { workOnJobs } from './work-on-jobs.ts';

export type WorkSettings = {
  /** Of the database. */
  readonly url: string;
  /** Where tickets are shared out; undefined: in the database. */
  readonly mongo: Mongo | undefined;
  readonly queues: Queues;
  /** Works only while no other worker does. */
  readonly standsIn: boolean;
  onEnd(ended: Ended): void;
};

/** Begins to work on jobs, with what the container has. It ends with the lifecycle. */
export function openWork(
  container: Composed,
  { url, mongo, queues, standsIn, onEnd }: WorkSettings,
  lifecycle: Lifecycle,
  log: Logger,
): void {
  const runs = container.get(Port.jobRuns);
  const { jobs: pool } = container.get(Opened.pools);
  const worker = { id: randomUUID(), host: hostname(), pid: process.pid, queues, standsIn };
  const givenUp = new AbortController();
  const runJob = new RunJob(runs, container.get(Port.unitOfWork), container.get(Work.handlers), {
    worker,
    onFailure: (failure) => tell(failure, log),
    onEnd,
    elapsed: () => performance.now(),
    random: Math.random,
    pause: (milliseconds) => pause(milliseconds, undefined, { signal: givenUp.signal }),
  });
  // Whoever serves sets these.
  let lookForDue = (): void => {};
  let ring: (queue: Queue) => void = () => {};
  const listener = new PostgresListener(
    url,
    {
      blotter_due: () => lookForDue(),
      blotter_tickets: (queue) => {
        for (const one of QUEUES) if (queue === null || one === queue) ring(one);
      },
    },
    rarely(log, 'lost a connection to PostgreSQL'),
  );
  lifecycle.started('ear of the worker', () => listener.close());
  workOnJobs(
    {
      worker,
      runs,
      runJob,
      fireSchedules: container.get(FireSchedules),
      openQueue: () => {
        const onRing = (bell: typeof ring): void => {
          ring = bell;
        };
        return openJobQueue({ pool, mongo, onRing }, log);
      },
      onDue: (listener) => {
        lookForDue = listener;
      },
      giveUp: () => givenUp.abort(),
    },
    lifecycle,
    log,
  );
}

function tell({ jobId: job, task, attempt, error, willRetry }: Failure, log: Logger): void {
  const what = { job, task, attempt, reason: error.message };
  if (willRetry) log.warn(what, 'a job failed and is tried again');
  else log.error(what, 'a job failed for the last time: see npm run blotter -- jobs failed');
}
