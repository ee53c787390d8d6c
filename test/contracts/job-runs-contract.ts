import { expect } from 'chai';
import type { JobRun, RunId } from '#application/jobs/job.ts';
import type { NewJob } from '#application/jobs/new-job.ts';
import { type JobRuns, LockLost, type Ticket, type Worker } from '#application/ports/job-runs.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import { ids } from './settlers.ts';

export type JobsPlace = {
  readonly unitOfWork: UnitOfWork;
  readonly runs: JobRuns;
  /** Lets so much time pass for those who keep the jobs. */
  passes(milliseconds: number): Promise<void>;
  /** What is told of a job, of 100. */
  progressOf(jobId: string): Promise<number>;
  /** The id of somebody who is there. */
  user(): Promise<string>;
  close(): Promise<void>;
};

const aJob = (overrides: Partial<NewJob> = {}): NewJob =>
  ({
    id: ids.next(),
    userId: null,
    task: 'purge',
    payload: {},
    queue: 'default',
    priority: 0,
    key: null,
    runAt: null,
    createdAt: null,
    scheduledFor: null,
    ...overrides,
  }) as NewJob;

const aWorker = (): Worker => ({ id: ids.next(), host: 'here', pid: 1, queues: { default: 1 }, standsIn: false });

export function jobRunsContract(adapter: string, open: () => Promise<JobsPlace>): void {
  describe(`The runs of jobs (${adapter})`, () => {
    let place: JobsPlace;
    let worker: Worker;

    beforeEach(async () => {
      place = await open();
      worker = aWorker();
      await place.runs.beat(worker);
    });
    afterEach(() => place.close());

    const add = async (overrides: Partial<NewJob> = {}): Promise<NewJob> => {
      const job = aJob(overrides);
      await place.unitOfWork.run(({ jobs }) => jobs.add(job));
      return job;
    };
    const handOver = async (limit = 100): Promise<readonly Ticket[]> => {
      const handed: Ticket[] = [];
      const { count } = await place.runs.handOver(limit, async (tickets) => {
        handed.push(...tickets);
      });
      expect(count).to.equal(handed.length);
      return handed;
    };
    const begin = async (): Promise<JobRun> => {
      const [ticket] = await handOver();
      const run = ticket ? await place.runs.begin(ticket, worker.id) : null;
      if (run === null) throw new Error('Nothing could be begun.');
      return run;
    };
    const lost = async (step: Promise<unknown>): Promise<boolean> =>
      step.then(
        () => false,
        (error: unknown) => error instanceof LockLost,
      );

    it('hands over a job as it was added, once', async () => {
      const job = await add({ queue: 'bulk', priority: -3 });
      const [ticket, ...others] = await handOver();
      expect(others).to.deep.equal([]);
      expect(ticket).to.deep.include({ userId: job.userId, jobId: job.id, queue: 'bulk', priority: -3 });
      expect(await handOver()).to.deep.equal([]);
    });

    it('has no job of a work that failed', async () => {
      const work = place.unitOfWork.run(async ({ jobs }) => {
        await jobs.add(aJob());
        throw new Error('given up');
      });
      await work.catch(() => {});
      expect(await handOver()).to.deep.equal([]);
    });

    it('hands over again what could not be handed over, under another ticket', async () => {
      await add();
      const former: string[] = [];
      const failing = place.runs.handOver(10, async ([ticket]) => {
        former.push(ticket?.id ?? '');
        throw new Error('no');
      });
      await failing.catch(() => {});
      const [ticket] = await handOver();
      expect(ticket?.id).not.to.equal(former[0]);
      expect(await place.runs.begin({ ...(ticket as Ticket), id: former[0] ?? '' }, worker.id)).to.equal(null);
    });

    it('hands over nothing before its time, and tells when that is', async () => {
      await add({ runAt: new Date(Date.now() + 3_600_000) });
      let next: number | null = null;
      ({ nextIn: next } = await place.runs.handOver(10, async () => {
        throw new Error('too soon');
      }));
      expect(next).to.be.within(3_500_000, 3_600_000);
    });

    it('hands over those that were due first, no more than it was asked for', async () => {
      const hour = 3_600_000;
      const second = await add({ runAt: new Date(Date.now() - hour) });
      await add();
      const first = await add({ runAt: new Date(Date.now() - 2 * hour) });
      const handed = await handOver(2);
      expect(handed.map(({ jobId }) => jobId).sort()).to.deep.equal([first.id, second.id].sort());
    });

    it('keeps one of those that have the same key, while it waits or runs', async () => {
      const first = aJob({ key: 'report' });
      const same = () => ({ ...aJob({ key: 'report' }), userId: first.userId });
      const added = await Promise.all([
        place.unitOfWork.run(({ jobs }) => jobs.add(first)),
        ...Array.from({ length: 5 }, () => place.unitOfWork.run(({ jobs }) => jobs.add(same()))),
      ]);
      expect(new Set(added).size).to.equal(1);
      const [winner] = added;
      const run = await begin();
      expect(run.id).to.equal(winner);
      expect(await place.unitOfWork.run(({ jobs }) => jobs.add(same()))).to.equal(winner);
      await place.runs.succeed(run, null);
      const next = same();
      expect(await place.unitOfWork.run(({ jobs }) => jobs.add(next))).to.equal(next.id);
      const others = aJob({ key: 'report', userId: await place.user() });
      expect(await place.unitOfWork.run(({ jobs }) => jobs.add(others))).to.equal(others.id);
    });

    it('begins a job once for its ticket, and counts the attempt at once', async () => {
      const job = await add({ userId: null });
      const [ticket] = await handOver();
      const begun = await Promise.all([1, 2, 3].map(() => place.runs.begin(ticket as Ticket, worker.id)));
      const runs = begun.filter((run) => run !== null);
      expect(runs).to.have.length(1);
      expect(runs[0]).to.deep.include({
        userId: null,
        id: job.id,
        run: 1,
        attempt: 1,
        task: 'purge',
        payload: {},
        queue: 'default',
        scheduledFor: null,
      });
      expect(runs[0]?.createdAt).to.be.an.instanceOf(Date);
    });

    it('begins it again after a pause when it has failed, with the next attempt and a greater run', async () => {
      await add();
      const first = await begin();
      await place.runs.fail(first, 'no luck', 200);
      expect(await handOver()).to.deep.equal([]);
      await place.passes(200);
      const second = await begin();
      expect([second.attempt, second.run]).to.deep.equal([2, 2]);
      await place.runs.fail(second, 'no luck', null);
      await place.passes(200);
      expect(await handOver()).to.deep.equal([]);
    });

    it('lets a run that is over write nothing more', async () => {
      await add();
      const first = await begin();
      await place.runs.fail(first, 'once', 0);
      const second = await begin();
      const { runs } = place;
      expect(
        await Promise.all([
          lost(runs.progress(first, 50)),
          lost(runs.succeed(first, null)),
          lost(runs.fail(first, 'again', 0)),
          lost(runs.cancelled(first)),
        ]),
      ).to.deep.equal([true, true, true, true]);
      await runs.progress(second, 50);
      await runs.succeed(second, { rows: 3 });
      expect(await lost(runs.progress(second, 60))).to.equal(true);
    });

    it('tells a worker what it has, and what it is asked to stop', async () => {
      await add();
      await add();
      const [ticket, other] = await handOver();
      const run = await place.runs.begin(ticket as Ticket, worker.id);
      await place.runs.begin(other as Ticket, aWorker().id);
      const held = { userId: run?.userId, id: run?.id, run: 1 };
      expect(await place.runs.beat(worker)).to.deep.equal([{ ...held, cancelAsked: false }]);
      const asked = await place.unitOfWork.run(({ jobs }) => jobs.cancel(run as JobRun));
      expect(asked).to.equal(true);
      expect(await place.runs.beat(worker)).to.deep.equal([{ ...held, cancelAsked: true }]);
      await place.runs.cancelled(run as JobRun);
      expect(await place.runs.beat(worker)).to.deep.equal([]);
    });

    it('never runs what was cancelled while it waited', async () => {
      const job = await add();
      const [ticket] = await handOver();
      const cancel = () => place.unitOfWork.run(({ jobs }) => jobs.cancel({ userId: job.userId, id: job.id }));
      expect([await cancel(), await cancel()]).to.deep.equal([true, false]);
      expect(await place.runs.begin(ticket as Ticket, worker.id)).to.equal(null);
      const again = await place.unitOfWork.run(({ jobs }) => jobs.retry({ userId: job.userId, id: job.id }));
      expect(again).to.equal(true);
      expect((await begin()).attempt).to.equal(1);
    });

    it('gives back what a worker runs, as if it had not begun', async () => {
      await add();
      const run = await begin();
      await place.runs.release(worker.id);
      expect(await lost(place.runs.succeed(run, null))).to.equal(true);
      expect((await begin()).attempt).to.equal(1);
    });

    it('takes jobs from a worker that is silent, and from no other', async () => {
      await add();
      const run = await begin();
      await place.passes(300);
      expect(await place.runs.reap(60_000, 3)).to.equal(0);
      expect(await place.runs.reap(200, 3)).to.equal(1);
      expect(await lost(place.runs.succeed(run, null))).to.equal(true);
      await place.runs.beat(worker);
      const second = await begin();
      expect([second.attempt, second.run]).to.deep.equal([2, 2]);
      expect(await place.runs.reap(200, 3)).to.equal(0);
    });

    it('still tells how far a job was that a lost worker had, until it is further', async () => {
      const { id } = await add();
      await place.runs.progress(await begin(), 60);
      await place.runs.leave(worker.id);
      await place.runs.reap(0, 3);
      await place.runs.beat(worker);
      const second = await begin();
      expect(await place.progressOf(id)).to.equal(60);
      await place.runs.progress(second, 30);
      expect(await place.progressOf(id)).to.equal(60);
    });

    it('gives up a job whose workers are lost again and again', async () => {
      const job = await add();
      for (let crash = 1; crash <= 3; crash++) {
        await place.runs.beat(worker);
        await begin();
        await place.runs.leave(worker.id);
        expect(await place.runs.reap(0, 3)).to.equal(1);
      }
      expect(await handOver()).to.deep.equal([]);
      const again = await place.unitOfWork.run(({ jobs }) => jobs.retry({ userId: job.userId, id: job.id }));
      expect(again).to.equal(true);
    });

    it('knows whether a worker is heard that stands in for nobody', async () => {
      const silence = 10_000;
      await place.runs.leave(worker.id);
      expect(await place.runs.isRelieved(silence)).to.equal(false);
      await place.runs.beat({ ...aWorker(), standsIn: true });
      expect(await place.runs.isRelieved(silence)).to.equal(false);
      await place.runs.beat(worker);
      expect(await place.runs.isRelieved(silence)).to.equal(true);
      await place.passes(silence + 1_000);
      expect(await place.runs.isRelieved(silence)).to.equal(false);
    });

    it('hands over again those whose tickets were lost, and no other', async () => {
      await add();
      await add();
      const [first, second] = await handOver();
      expect(await place.runs.handedOver(10)).to.have.members([first?.id, second?.id]);
      expect(await place.runs.handedOver(1)).to.have.length(1);
      await place.runs.handAgain([first?.id ?? '']);
      const [again, ...others] = await handOver();
      expect([again?.jobId, others]).to.deep.equal([first?.jobId, []]);
      expect(await place.runs.begin(first as Ticket, worker.id)).to.equal(null);
      expect(await place.runs.begin(again as Ticket, worker.id)).not.to.equal(null);
      expect(await place.runs.handedOver(10)).to.deep.equal([second?.id]);
    });

    it('commits the work of a run that has its job, and of no other', async () => {
      await add();
      const run = await begin();
      const work = (holder: RunId): Promise<boolean> =>
        lost(
          place.unitOfWork.run(async ({ jobs }) => {
            await jobs.add(aJob({ key: 'written' }));
            await jobs.assertRuns(holder);
          }),
        );
      const isWritten = async () => {
        const wanted = aJob({ key: 'written' });
        const id = await place.unitOfWork.run(({ jobs }) => jobs.add(wanted));
        await place.unitOfWork.run(({ jobs }) => jobs.cancel({ userId: null, id }));
        return id !== wanted.id;
      };
      expect(await work({ ...run, run: run.run - 1 })).to.equal(true);
      expect(await isWritten()).to.equal(false);
      expect(await work(run)).to.equal(false);
      expect(await isWritten()).to.equal(true);
      await place.runs.release(worker.id);
      expect(await work(run)).to.equal(true);
    });

    it('tries all that have failed again, and nothing else', async () => {
      const [failed, cancelled] = [await add(), await add()];
      await place.unitOfWork.run(({ jobs }) => jobs.cancel({ userId: null, id: cancelled.id }));
      await place.runs.fail(await begin(), 'no luck', null);
      expect(await place.unitOfWork.run(({ jobs }) => jobs.retryFailed())).to.equal(1);
      expect((await handOver()).map(({ jobId }) => jobId)).to.deep.equal([failed.id]);
    });

    it('has a job once that is added twice, also when it is over', async () => {
      const job = await add();
      expect(await place.unitOfWork.run(({ jobs }) => jobs.add(job))).to.equal(job.id);
      await place.runs.succeed(await begin(), null);
      expect(await place.unitOfWork.run(({ jobs }) => jobs.add(job))).to.equal(job.id);
      expect(await handOver()).to.deep.equal([]);
    });

    it('knows whether tickets are out', async () => {
      expect(await place.runs.hasTickets()).to.equal(false);
      await add();
      const [ticket] = await handOver();
      expect(await place.runs.hasTickets()).to.equal(true);
      await place.runs.begin(ticket as Ticket, worker.id);
      expect(await place.runs.hasTickets()).to.equal(false);
    });
  });
}
