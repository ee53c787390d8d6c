import { expect } from 'chai';
import { MemoryJobRuns } from '#adapters/outbound/memory/memory-job-runs.ts';
import { MemoryStore } from '#adapters/outbound/memory/memory-store.ts';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/memory-unit-of-work.ts';
import type { JsonValue } from '#application/jobs/job.ts';
import { type NewJob, newJob } from '#application/jobs/new-job.ts';
import { RunJob } from '#application/jobs/run-job.ts';
import {
  type Failure,
  NonRetryableError,
  RetryAfter,
  type TaskContext,
  type TaskHandlers,
} from '#application/jobs/task-handler.ts';
import { TASKS } from '#application/jobs/tasks.ts';
import type { JobRuns, Ticket } from '#application/ports/job-runs.ts';
import { Refusal } from '#application/refusal.ts';
import { NOW } from '#test/domain/builders.ts';

const JOB: NewJob = {
  id: '01a20fb3-2c01-7aa4-9a3c-0d7c1a5e2f10',
  userId: '01a20fb3-2904-74d3-8419-b5c9a49c7dfb',
  task: 'purge',
  payload: {},
  queue: 'bulk',
  priority: 0,
  key: null,
  runAt: null,
  createdAt: null,
  scheduledFor: null,
};
const WORKER = { id: 'worker-1', host: 'here', pid: 1, queues: { bulk: 1 }, standsIn: false };

type Handle = (payload: unknown, context: TaskContext) => Promise<JsonValue>;

type Options = {
  readonly over?: JobRuns;
  readonly onFailure?: (failure: Failure) => Promise<void>;
  readonly parse?: (stored: unknown) => never;
};

describe('A job that is run', () => {
  let store: MemoryStore;
  let runs: JobRuns;
  let now: Date;
  let failures: Failure[];

  beforeEach(async () => {
    now = NOW;
    store = new MemoryStore();
    runs = new MemoryJobRuns(store, () => now);
    failures = [];
    await unitOfWork().run(({ jobs }) => jobs.add(JOB));
  });

  const unitOfWork = () => new MemoryUnitOfWork(store, () => now);
  const runner = (handle: Handle, { over = runs, onFailure, parse = (stored) => stored as never }: Options = {}) => {
    const settings = {
      mostAttempts: 3,
      backoff: { first: 1_000, factor: 2, longest: 60_000 },
      payload: { parse },
      handle,
      ...(onFailure ? { onFailure } : {}),
    };
    const handlers = Object.fromEntries(TASKS.map((task) => [task, settings])) as unknown as TaskHandlers;
    return new RunJob(over, unitOfWork(), handlers, {
      worker: WORKER,
      onFailure: (failure) => failures.push(failure),
      onEnd: () => {},
      elapsed: () => 0,
      random: () => 0.5,
      pause: async () => {},
    });
  };
  const ticket = async (): Promise<Ticket> => {
    const tickets: Ticket[] = [];
    await runs.handOver(1, async (handed) => {
      tickets.push(...handed);
    });
    const [first] = tickets;
    if (first === undefined) throw new Error('Nothing is due.');
    return first;
  };
  const kept = () => [...store.committed.jobs.values()][0];

  it('ends with what its handler came to', async () => {
    const seen: unknown[] = [];
    const handle: Handle = async (payload, { userId, jobId, attempt }) => {
      seen.push(payload, userId, jobId, attempt);
      return { rows: 3 };
    };
    await runner(handle).execute(await ticket());
    expect(seen).to.deep.equal([{}, JOB.userId, JOB.id, 1]);
    expect(kept()).to.deep.include({ state: 'succeeded', result: { rows: 3 }, progress: 100, attempts: 1 });
  });

  it('shows how far it is, and never goes back', async () => {
    const shown: (number | undefined)[] = [];
    const handle: Handle = async (_payload, { progress }) => {
      for (const percent of [10, 60, 40]) {
        await progress(percent);
        shown.push(kept()?.progress);
      }
      return null;
    };
    await runner(handle).execute(await ticket());
    expect(shown).to.deep.equal([10, 60, 60]);
  });

  it('waits longer after each failure, and is given up after the last', async () => {
    const jobs = runner(async () => {
      throw new Error('no luck');
    });
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      await jobs.execute(await ticket());
      pauses.push((kept()?.runAt.getTime() ?? 0) - now.getTime());
      now = kept()?.runAt ?? now;
    }
    expect(pauses.slice(0, 2)).to.deep.equal([1_000, 2_000]);
    expect(kept()).to.deep.include({ state: 'failed', error: 'no luck', attempts: 3 });
    expect(failures.map(({ attempt, willRetry }) => [attempt, willRetry])).to.deep.equal([
      [1, true],
      [2, true],
      [3, false],
    ]);
  });

  it('is given up at once where another try would fail too', async () => {
    const jobs = runner(async () => {
      throw new NonRetryableError('there is no such account');
    });
    await jobs.execute(await ticket());
    expect(kept()).to.deep.include({ state: 'failed', error: 'there is no such account', attempts: 1 });
    expect(failures.map(({ willRetry }) => willRetry)).to.deep.equal([false]);
  });

  it('keeps of a long message what can be read', async () => {
    const jobs = runner(async () => {
      throw new Error('x'.repeat(100_000));
    });
    await jobs.execute(await ticket());
    expect(kept()?.error).to.have.length(2_000);
    expect(failures[0]?.error.message).to.have.length(100_000);
  });

  it('keeps a message that no database would take as it is', async () => {
    const jobs = runner(async () => {
      throw new Error('a\0b\ud800');
    });
    await jobs.execute(await ticket());
    expect(kept()?.error).to.equal('a b\ufffd');
  });

  it('has failed when what came of it cannot be written down', async () => {
    class RefusingRuns extends MemoryJobRuns {
      override async succeed(): Promise<void> {
        throw new Error('This is too long.');
      }
    }
    await runner(async () => null, { over: new RefusingRuns(store, () => now) }).execute(await ticket());
    expect(kept()).to.deep.include({ state: 'waiting', error: 'This is too long.' });
  });

  it('tells the hook of all tasks and that of its own, and is changed by neither when they fail', async () => {
    const own: Failure[] = [];
    const jobs = runner(
      async () => {
        throw new NonRetryableError('no luck');
      },
      {
        onFailure: async (failure) => {
          own.push(failure);
          throw new Error('the hook');
        },
      },
    );
    await jobs.execute(await ticket());
    expect(kept()?.state).to.equal('failed');
    expect(own).to.deep.equal(failures).and.have.length(1);
  });

  it('waits as long as its handler says, where that says it', async () => {
    const jobs = runner(async () => {
      throw new RetryAfter(90_000, new Error('busy'));
    });
    await jobs.execute(await ticket());
    expect(kept()).to.deep.include({ error: 'busy', runAt: new Date(NOW.getTime() + 90_000) });
  });

  it('fails for good when nobody knows its task, or what it was told', async () => {
    await unitOfWork().run(async ({ jobs }) => {
      await jobs.cancel(JOB);
      await jobs.add({ ...JOB, id: `${JOB.id.slice(0, -1)}1`, task: 'dance' as 'purge' });
      await jobs.add({ ...JOB, id: `${JOB.id.slice(0, -1)}2`, payload: 'nonsense' as never });
    });
    const jobs = runner(async () => null, {
      parse: (stored: unknown) => {
        if (stored === 'nonsense') throw new TypeError('It is no object.');
        return stored as never;
      },
    });
    for (let count = 0; count < 2; count += 1) await jobs.execute(await ticket());
    expect([...store.committed.jobs.values()].map(({ state, error }) => [state, error])).to.deep.equal([
      ['cancelled', null],
      ['failed', 'There is no task "dance".'],
      ['failed', 'The payload is not one of "purge".'],
    ]);
  });

  it('writes in its unit of work while it has the job, and nothing once another worker has it', async () => {
    const link = newJob('01a20fb3-2c01-7aa4-9a3c-0d7c1a5e2f19', {
      task: 'send-link',
      payload: { purpose: 'verify-email', email: 'ada@example.com' },
    });
    const outcomes: string[] = [];
    const jobs = runner(async (_payload, context) => {
      const write = () => context.unitOfWork.run((repositories) => repositories.jobs.add(link));
      outcomes.push(await write());
      await runs.reap(-1, 9);
      await runs.begin(await ticket(), 'worker-2');
      await unitOfWork().run((repositories) => repositories.jobs.cancel({ userId: null, id: link.id }));
      const before = store.committed;
      outcomes.push(await write().catch((error: Error) => error.constructor.name));
      expect(store.committed).to.equal(before);
      return null;
    });
    await jobs.execute(await ticket());
    expect(outcomes).to.deep.equal([link.id, 'LockLost']);
  });

  it('stops when it is cancelled', async () => {
    const jobs = runner(async (_payload, { signal }) => {
      await unitOfWork().run((repositories) => repositories.jobs.cancel(JOB));
      await jobs.beat();
      signal.throwIfAborted();
      return null;
    });
    await jobs.execute(await ticket());
    expect(kept()?.state).to.equal('cancelled');
    expect(failures).to.deep.equal([]);
  });

  it('writes nothing more once another worker has it', async () => {
    const jobs = runner(async (_payload, { signal }) => {
      await runs.reap(-1, 9);
      const other = await ticket();
      await runs.begin(other, 'worker-2');
      await jobs.beat();
      expect(signal.aborted).to.equal(true);
      return 'mine';
    });
    await jobs.execute(await ticket());
    expect(kept()).to.deep.include({ state: 'running', worker: 'worker-2', result: null });
    expect(failures).to.deep.equal([]);
  });

  it('is begun and ended once the store is there again', async () => {
    let tries = 0;
    const answers = () => {
      tries += 1;
      if (tries % 3 !== 0) throw new Refusal('UNAVAILABLE', 'The database does not answer.');
    };
    class FlakyRuns extends MemoryJobRuns {
      override async begin(...asked: Parameters<JobRuns['begin']>) {
        answers();
        return super.begin(...asked);
      }
      override async succeed(...asked: Parameters<JobRuns['succeed']>) {
        answers();
        return super.succeed(...asked);
      }
    }
    const over = new FlakyRuns(store, () => now);
    await runner(async () => 'done', { over }).execute(await ticket());
    expect(kept()).to.deep.include({ state: 'succeeded', result: 'done' });
  });

  it('goes on when its ticket is given out again, as happens to one that is old', async () => {
    const work = Promise.withResolvers<JsonValue>();
    const run = runner(() => work.promise);
    const given = await ticket();
    const first = run.execute(given);
    await run.execute(given);
    await run.beat();
    expect(kept()).to.include({ state: 'running', attempts: 1 });
    work.resolve(null);
    await first;
    expect(kept()).to.include({ state: 'succeeded', attempts: 1 });
  });

  it('is given back when it was begun and the answer was lost', async () => {
    const first = await ticket();
    await runs.begin(first, WORKER.id);
    await runner(async () => null).beat();
    expect(kept()).to.deep.include({ state: 'waiting', attempts: 0 });
  });
});
