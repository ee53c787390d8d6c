import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type FireSchedules, LOOK_AHEAD } from '#application/jobs/fire-schedules.ts';
import type { RunJob } from '#application/jobs/run-job.ts';
import type { JobQueue } from '#application/ports/job-queue.ts';
import type { JobRuns, Worker } from '#application/ports/job-runs.ts';
import type { Lifecycle } from './lifecycle.ts';
import { rarely } from './rarely.ts';
import { Ticker } from './ticker.ts';

const BEAT_EVERY = 500;
/** A worker that has been silent for so long is given up, in milliseconds. */
const SILENCE = 6_000;
const MOST_CRASHES = 3;
/** Handed over at once. */
const BATCH = 100;
const LOOK_EVERY = 500;
/** What another worker is handing over just now is over in a moment. */
const SHORTEST_LOOK = 20;
const MEND_EVERY = 10_000;
/** What runs when the process stops may go on for so long; then it is aborted, and given back. */
const GRACE = 7_000;
const LAST_WORDS = 500;

export type Workshop = {
  readonly worker: Worker;
  readonly runs: JobRuns;
  readonly runJob: RunJob;
  readonly fireSchedules: FireSchedules;
  /** Opened when there is something to do. */
  openQueue(): Promise<JobQueue>;
  /** Calls back when something may have become due. */
  onDue(listener: () => void): void;
  /** Nothing is waited for any more. */
  giveUp(): void;
};

/** Works on jobs until the process stops: hands over what is due, runs what it is given, and takes over from workers that are gone. */
export function workOnJobs(shop: Workshop, lifecycle: Lifecycle, log: Logger): void {
  const { worker, runs, runJob } = shop;
  const counter = new Counter(shop);

  const handing = new Ticker(
    async () => {
      if (worker.standsIn && (await runs.isRelieved(SILENCE))) {
        await counter.close(GRACE);
        return LOOK_EVERY;
      }
      if (!counter.isOpen && (await runs.hasTickets())) await counter.open();
      const { count, nextIn, scheduleIn } = await runs.handOver(BATCH, async (tickets) =>
        (await counter.open()).push(tickets),
      );
      if (scheduleIn !== null && scheduleIn <= LOOK_AHEAD && (await shop.fireSchedules.execute()) > 0) return 0;
      return count > 0 ? 0 : Math.max(SHORTEST_LOOK, Math.min(nextIn ?? LOOK_EVERY, LOOK_EVERY));
    },
    LOOK_EVERY,
    rarely(log, 'jobs cannot be handed over just now'),
  );
  shop.onDue(() => handing.now());

  const mending = new Ticker(
    async () => {
      const missing = counter.isOpen ? await (await counter.open()).missing(await runs.handedOver(BATCH)) : [];
      if (missing.length > 0) {
        log.warn({ jobs: missing.length }, 'the queue has lost jobs, which are put into it again');
        await runs.handAgain(missing);
        handing.now();
      }
      return MEND_EVERY;
    },
    MEND_EVERY,
    rarely(log, 'the queue cannot be compared with the jobs just now'),
  );

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
    rarely(log, 'this worker cannot be heard just now'),
  );

  const stop = async (): Promise<void> => {
    await Promise.all([handing.stop(), mending.stop()]);
    await counter.close(GRACE);
    runJob.abortAll();
    shop.giveUp();
    await beating.stop();
    const leaving = runs.release(worker.id).then(() => runs.leave(worker.id));
    await Promise.race([leaving.catch(rarely(log, 'jobs could not be given back')), pause(LAST_WORDS)]);
  };
  // Other parts take their time to end too.
  const stopped = new Promise<void>((resolve, reject) => {
    lifecycle.ending.addEventListener('abort', () => void stop().then(resolve, reject), { once: true });
  });
  lifecycle.started('background work', () => stopped);
}

/** Where tickets are given out: opened by the first. */
class Counter {
  readonly #shop: Workshop;
  #queue: Promise<JobQueue> | undefined;

  constructor(shop: Workshop) {
    this.#shop = shop;
  }

  get isOpen(): boolean {
    return this.#queue !== undefined;
  }

  open(): Promise<JobQueue> {
    this.#queue ??= this.#open().catch((error: unknown) => {
      this.#queue = undefined;
      throw error;
    });
    return this.#queue;
  }

  async close(graceMilliseconds: number): Promise<void> {
    const queue = await this.#queue?.catch(() => undefined);
    this.#queue = undefined;
    await queue?.stop(graceMilliseconds);
  }

  async #open(): Promise<JobQueue> {
    const { worker, runJob } = this.#shop;
    const queue = await this.#shop.openQueue();
    await queue.serve(worker.queues, (ticket) => runJob.execute(ticket));
    return queue;
  }
}
