import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { pino } from 'pino';
import { AgendaJobQueue } from '#adapters/outbound/agenda/agenda-job-queue.ts';
import { CronParserTimetable } from '#adapters/outbound/cron/cron-parser-timetable.ts';
import { MongoTickets } from '#adapters/outbound/mongo/mongo-tickets.ts';
import { PostgresJobBoard } from '#adapters/outbound/postgres/postgres-job-board.ts';
import { PostgresJobChanges } from '#adapters/outbound/postgres/postgres-job-changes.ts';
import { PostgresListener } from '#adapters/outbound/postgres/postgres-listener.ts';
import { PostgresTickets, ringAll } from '#adapters/outbound/postgres/postgres-tickets.ts';
import { SystemClock } from '#adapters/outbound/security/system-clock.ts';
import { FireSchedules } from '#application/jobs/fire-schedules.ts';
import type { JsonValue, Queue } from '#application/jobs/job.ts';
import { type NewJob, newJob } from '#application/jobs/new-job.ts';
import { RunJob } from '#application/jobs/run-job.ts';
import {
  type Failure,
  NonRetryableError,
  type TaskContext,
  type TaskHandlers,
} from '#application/jobs/task-handler.ts';
import { TASKS } from '#application/jobs/tasks.ts';
import { WatchFailures } from '#application/jobs/watch-failures.ts';
import type { FailedAttempt } from '#application/ports/job-board.ts';
import type { TicketStore } from '#application/ports/ticket-store.ts';
import { Lifecycle } from '#infrastructure/lifecycle.ts';
import { workOnJobs } from '#infrastructure/work-on-jobs.ts';
import { startMongo, type TestMongo } from '#test/support/mongo.ts';
import { ids } from './settlers.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { until } from './until.ts';

type Handle = (context: TaskContext) => Promise<JsonValue>;
const ALL = { critical: 2, default: 2, bulk: 2, mail: 2 };

/** Workers as the processes have them, with handlers of the test. */
function workingContract(backend: string, open: (store: PostgresStore) => Promise<TicketStore>): void {
  describe(`Work on jobs by ${backend}`, () => {
    let store: PostgresStore;
    let tickets: TicketStore;
    let lifecycle: Lifecycle;
    let failures: Failure[];
    let handles: Map<string, Handle>;

    before(async () => {
      store = await openPostgresStore();
      tickets = await open(store);
    });
    after(() => store.close());
    beforeEach(async () => {
      await store.sql.query('TRUNCATE jobs, job_schedules, workers, tickets CASCADE');
      lifecycle = new Lifecycle((_part, error) => {
        throw error;
      });
      [failures, handles] = [[], new Map()];
    });
    afterEach(() => lifecycle.stop());

    const handlers = (): TaskHandlers => {
      const settings = {
        payload: { parse: (stored: never) => stored },
        mostAttempts: 2,
        backoff: { first: 10, factor: 1, longest: 10 },
        handle: (_payload: unknown, context: TaskContext) =>
          handles.get(context.jobId)?.(context) ?? Promise.resolve(null),
      };
      return Object.fromEntries(TASKS.map((task) => [task, settings])) as unknown as TaskHandlers;
    };
    const work = (queues: Partial<Record<Queue, number>> = ALL): void => {
      const worker = { id: randomUUID(), host: 'here', pid: process.pid, queues, standsIn: false };
      const runJob = new RunJob(store.jobRuns, store.unitOfWork, handlers(), {
        worker,
        onFailure: (failure) => failures.push(failure),
        onEnd: () => {},
        elapsed: () => performance.now(),
        random: () => 0.5,
        pause: async () => {},
      });
      let lookForDue = (): void => {};
      let ring: (queue: Queue) => void = () => {};
      const listener = new PostgresListener(
        store.url,
        { blotter_due: () => lookForDue(), blotter_tickets: (queue) => ring(queue as Queue) },
        () => {},
      );
      lifecycle.started('listener', () => listener.close());
      const onRing = (bell: typeof ring): void => {
        ring = bell;
      };
      const bells = { ring: (rung: readonly Queue[]) => ringAll(store.pools.jobs, rung), onRing };
      workOnJobs(
        {
          worker,
          runs: store.jobRuns,
          runJob,
          fireSchedules: new FireSchedules(store.unitOfWork, new CronParserTimetable(), ids, new SystemClock()),
          openQueue: async () => new AgendaJobQueue(tickets, bells, () => {}),
          onDue: (heard) => {
            lookForDue = heard;
          },
          giveUp: () => {},
        },
        lifecycle,
        pino({ level: 'silent' }),
      );
    };
    const add = async (handle: Handle, overrides: Partial<NewJob> = {}): Promise<string> => {
      const id = ids.next();
      handles.set(id, handle);
      const job = newJob(id, { task: 'purge', payload: {} }, { queue: 'default', ...overrides });
      return store.unitOfWork.run(({ jobs }) => jobs.add(job));
    };
    const read = async (id: string) =>
      (
        await store.sql.query<{ state: string; attempts: number; progress: number; error: string; late: number }>(
          `SELECT state, attempts, progress, error, (extract(epoch FROM started_at - run_at) * 1000)::float8 AS late FROM jobs WHERE id = $1`,
          [id],
        )
      ).rows[0]!;
    const untilState = (id: string, state: string) => until(state, async () => (await read(id)).state === state);

    it('does what is added, at once', async () => {
      work();
      const first = await add(async () => 1);
      await untilState(first, 'succeeded');
      const waits: number[] = [];
      for (let count = 0; count < 20; count += 1) {
        let begun = 0;
        const id = await add(async () => {
          begun = performance.now();
          return null;
        });
        const added = performance.now();
        await untilState(id, 'succeeded');
        waits.push(begun - added);
      }
      // The polls are 500 ms apart: who waited for one would be far above this.
      expect(waits.sort((one, other) => one - other)[10]).to.be.below(150);
    });

    it('begins a delayed job within a second of its time, and never before', async () => {
      work();
      const id = await add(async () => null, { runAt: new Date(Date.now() + 800) });
      await untilState(id, 'succeeded');
      expect((await read(id)).late).to.be.within(0, 1_000);
    });

    it('lets what is delayed hold up nothing that is due', async () => {
      work({ default: 1 });
      const later = await add(async () => null, { runAt: new Date(Date.now() + 60_000), priority: 10 });
      const now = await add(async () => null);
      await untilState(now, 'succeeded');
      expect((await read(later)).state).to.equal('waiting');
    });

    it('tells a job that runs within a second that it is cancelled', async () => {
      work();
      let told = 0;
      const id = await add(
        ({ signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              told = performance.now();
              reject(signal.reason as Error);
            });
          }),
      );
      await untilState(id, 'running');
      const asked = performance.now();
      await store.unitOfWork.run(({ jobs }) => jobs.cancel({ userId: null, id }));
      await untilState(id, 'cancelled');
      expect(told - asked).to.be.below(1_000);
      expect(failures).to.deep.equal([]);
      expect((await read(id)).attempts).to.equal(1);
    });

    it('tells who runs no jobs of each attempt that failed within a second, once, however long the message is', async () => {
      work();
      const heard: (FailedAttempt & { at: number })[] = [];
      const watch = new WatchFailures(new PostgresJobBoard(store.pools), (failure) =>
        heard.push({ ...failure, at: performance.now() }),
      );
      let looking: Promise<void> = Promise.resolve();
      const changes = new PostgresJobChanges(
        store.url,
        () => {
          looking = looking.then(() => watch.look());
        },
        () => {},
      );
      const failed: number[] = [];
      const id = await add(async () => {
        failed.push(performance.now());
        throw new Error('x'.repeat(100_000));
      });
      await until('both attempts are heard of', () => heard.length === 2);
      await untilState(id, 'failed');
      await looking;
      await changes.close();
      expect(heard.map(({ attempt, willRetry, message }) => [attempt, willRetry, message.length])).to.deep.equal([
        [1, true, 2_000],
        [2, false, 2_000],
      ]);
      for (const [index, { at }] of heard.entries()) expect(at - failed[index]!).to.be.below(1_000);
      expect(failures.map(({ attempt, willRetry, error }) => [attempt, willRetry, error.message.length])).to.deep.equal(
        [
          [1, true, 100_000],
          [2, false, 100_000],
        ],
      );
    });

    it('does not try again where that is of no use', async () => {
      work();
      const id = await add(async () => {
        throw new NonRetryableError('never');
      });
      await untilState(id, 'failed');
      expect(await read(id)).to.include({ attempts: 1, error: 'never' });
    });

    it('shows progress that only grows within an attempt, and begins anew with the next', async () => {
      work();
      const seen: number[] = [];
      let go = (): void => {};
      const goes = new Promise<void>((resolve) => {
        go = resolve;
      });
      const id = await add(async ({ progress, attempt, jobId }) => {
        if (attempt === 2) {
          seen.push((await read(jobId)).progress);
          await goes;
          return null;
        }
        for (const percent of [30, 10, 60]) {
          await progress(percent);
          seen.push((await read(jobId)).progress);
        }
        throw new Error('once more');
      });
      await until('the second attempt', () => seen.length === 4);
      go();
      await untilState(id, 'succeeded');
      expect([...seen, (await read(id)).progress]).to.deep.equal([30, 30, 60, 0, 100]);
    });

    it('runs a hundred jobs of one queue, and lets a job of another not wait for them', async () => {
      work({ default: 1, mail: 1 });
      const long = () => new Promise<null>((resolve) => setTimeout(() => resolve(null), 50));
      for (let count = 0; count < 20; count += 1) await add(long);
      const mail = await add(async () => null, { queue: 'mail' });
      await untilState(mail, 'succeeded');
      const { rows } = await store.sql.query(`SELECT FROM jobs WHERE state = 'waiting' AND queue = 'default'`);
      expect(rows.length).to.be.above(0);
      expect((await read(mail)).late).to.be.below(500);
    });
  });
}

workingContract('Agenda on PostgreSQL', async (store) => new PostgresTickets(store.pools.jobs));

describe('With MongoDB', () => {
  let mongo: TestMongo;
  let client: MongoClient;

  before(async () => {
    mongo = await startMongo();
    client = await MongoClient.connect(mongo.url);
  });
  after(async () => {
    await client.close();
    await mongo.stop();
  });

  workingContract('Agenda on MongoDB', async () => new MongoTickets(client.db(`work-${process.pid}`)));
});
