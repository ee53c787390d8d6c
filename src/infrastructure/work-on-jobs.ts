import type { Logger } from 'pino';
import type { RunJob } from '#application/jobs/run-job.ts';
import type { JobQueue, Queues } from '#application/ports/job-queue.ts';
import type { JobRuns } from '#application/ports/job-runs.ts';
import type { Lifecycle } from './lifecycle.ts';
import { Ticker } from './ticker.ts';

const BEAT_EVERY = 500;
/** A worker that has been silent for so long is given up, in milliseconds. */
export const SILENCE = 10_000;
const MOST_CRASHES = 3;
/** Handed over at once. */
const BATCH = 100;
const LOOK_EVERY = 500;
/** What runs when the process stops may go on for so long; then it is aborted, and given back. */
const GRACE = 7_000;
const LAST_WORDS = 500;

export type Workshop = {
  readonly workerId: string;
  readonly queues: Queues;
  readonly runs: JobRuns;
  readonly runJob: RunJob;
  /** Opened when there is something to do. */
  openQueue(): Promise<JobQueue>;
  /** Calls back when something may have become due. */
  onDue(listener: () => void): void;
};

/** Works on jobs until the process stops: hands over what is due, runs what it is given, and takes over from workers that are gone. */
export function workOnJobs(shop: Workshop, lifecycle: Lifecycle, log: Logger): void {
  const { workerId, queues, runs, runJob } = shop;
  let queue: Promise<JobQueue> | undefined;
  const opened = (): Promise<JobQueue> => {
    queue ??= (async () => {
      const fresh = await shop.openQueue();
      await fresh.serve(queues, (ticket) => runJob.execute(ticket));
      return fresh;
    })();
    return queue;
  };
  const warn = (what: string) => (error: Error) => log.warn({ reason: error.message }, what);

  const handing = new Ticker(
    async () => {
      if (queue === undefined && (await runs.hasTickets())) await opened();
      const { count, nextIn } = await runs.handOver(BATCH, async (tickets) => (await opened()).push(tickets));
      return count === BATCH ? 0 : Math.min(nextIn ?? LOOK_EVERY, LOOK_EVERY);
    },
    LOOK_EVERY,
    warn('jobs cannot be handed over just now'),
  );
  shop.onDue(() => handing.now());

  /** Since when this worker has been heard without a break: while nobody could be heard, nobody's silence means anything. */
  let heardSince = Number.POSITIVE_INFINITY;
  const beating = new Ticker(
    async () => {
      try {
        await runJob.beat();
      } catch (error) {
        heardSince = Number.POSITIVE_INFINITY;
        throw error;
      }
      heardSince = Math.min(heardSince, performance.now());
      if (performance.now() - heardSince < SILENCE) return BEAT_EVERY;
      const lost = await runs.reap(SILENCE, MOST_CRASHES);
      if (lost > 0) {
        log.warn({ jobs: lost }, 'took over jobs of a worker that is gone');
        handing.now();
      }
      return BEAT_EVERY;
    },
    BEAT_EVERY,
    warn('this worker cannot be heard just now'),
  );

  lifecycle.started('background work', async () => {
    await handing.stop();
    const serving = await queue;
    await serving?.stop(GRACE);
    runJob.abortAll();
    await beating.stop();
    await Promise.race([
      runs
        .release(workerId)
        .then(() => runs.leave(workerId))
        .catch(warn('jobs could not be given back')),
      new Promise((resolve) => setTimeout(resolve, LAST_WORDS).unref()),
    ]);
  });
}
