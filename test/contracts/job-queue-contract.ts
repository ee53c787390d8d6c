import { expect } from 'chai';
import type { Queue } from '#application/jobs/job.ts';
import type { JobQueue } from '#application/ports/job-queue.ts';
import type { Ticket } from '#application/ports/job-runs.ts';
import { NOW } from '#test/domain/builders.ts';
import { ids } from './settlers.ts';
import { until } from './until.ts';

/** A place where tickets wait, empty, and workers at it. */
export type QueuePlace = {
  /** Another worker at the same place. */
  worker(): JobQueue;
  /** Whether workers of other processes could come to it. */
  readonly isShared: boolean;
  close(): Promise<void>;
};

const aTicket = (overrides: Partial<Ticket> = {}): Ticket => ({
  id: ids.next(),
  userId: ids.next(),
  jobId: ids.next(),
  queue: 'default',
  priority: 0,
  dueAt: NOW,
  ...overrides,
});

/** Asks again and again. */
const comes = (isSo: () => boolean): Promise<void> => until('tickets are given out as they should be', isSo);

const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

/** Work that goes on until it is told to end. */
class Workshop {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();

  readonly work = ({ jobId }: { readonly jobId: string }): Promise<void> => {
    this.begun.push(jobId);
    return new Promise((resolve) => this.#ends.set(jobId, resolve));
  };

  end(jobId: string): void {
    this.#ends.get(jobId)?.();
    this.#ends.delete(jobId);
  }

  get running(): number {
    return this.#ends.size;
  }

  endAll(): void {
    for (const jobId of [...this.#ends.keys()]) this.end(jobId);
  }
}

export function jobQueueContract(adapter: string, open: () => Promise<QueuePlace>): void {
  describe(`A job queue (${adapter})`, () => {
    let place: QueuePlace;
    let workers: JobQueue[];
    let shop: Workshop;

    beforeEach(async () => {
      place = await open();
      workers = [];
      shop = new Workshop();
    });
    afterEach(async () => {
      shop.endAll();
      await Promise.all(workers.map((worker) => worker.stop(1_000)));
      await place.close();
    });

    const hire = () => {
      const worker = place.worker();
      workers.push(worker);
      return worker;
    };
    const beginsWith = (jobId: string | undefined) => comes(() => shop.begun.at(-1) === jobId);

    it('gives out a ticket as it was put in, once', async () => {
      const worker = hire();
      const ticket = aTicket();
      const given: unknown[] = [];
      await worker.serve({ default: 2 }, async ({ id, userId, jobId }) => {
        given.push({ id, userId, jobId });
      });
      await worker.push([ticket]);
      await comes(() => given.length > 0);
      const another = aTicket({ userId: null });
      await worker.push([another]);
      await comes(() => given.length > 1);
      const told = [ticket, another].map(({ id, userId, jobId }) => ({ id, userId, jobId }));
      expect(given).to.deep.equal(told);
    });

    it('tells which tickets it does not have: those that are used up or never were', async () => {
      const worker = hire();
      const [waiting, running, over, never] = [aTicket({ queue: 'mail' }), aTicket(), aTicket(), aTicket()];
      await worker.serve({ default: 2 }, shop.work);
      await worker.push([waiting, running, over]);
      await comes(() => shop.running === 2);
      shop.end(over.jobId);
      const all = [waiting, running, over, never].map(({ id }) => id);
      const isAsItShould = async () => (await worker.missing(all)).join() === [over.id, never.id].join();
      await until('it is no longer there', isAsItShould);
    });

    it('gives out what was put in before anybody served', async () => {
      const worker = hire();
      const ticket = aTicket();
      await worker.push([ticket]);
      await worker.serve({ default: 1 }, shop.work);
      await beginsWith(ticket.jobId);
    });

    it('gives out the higher priority first, and within one what was due first', async () => {
      const worker = hire();
      const tickets = [
        aTicket({ priority: 5, dueAt: later(2) }),
        aTicket({ priority: 5, dueAt: later(3) }),
        aTicket({ priority: 0, dueAt: later(0) }),
        aTicket({ priority: -5, dueAt: later(1) }),
      ];
      await worker.push(tickets.toReversed());
      await worker.serve({ default: 1 }, shop.work);
      for (const [at, { jobId }] of tickets.entries()) {
        await beginsWith(jobId);
        expect(shop.begun).to.have.length(at + 1);
        shop.end(jobId);
      }
    });

    it('gives the next slot to a high one that comes late', async () => {
      const worker = hire();
      const [first, second, high] = [
        aTicket(),
        aTicket({ dueAt: later(1) }),
        aTicket({ priority: 9, dueAt: later(9) }),
      ];
      await worker.push([first, second]);
      await worker.serve({ default: 1 }, shop.work);
      await beginsWith(first.jobId);
      await worker.push([high]);
      shop.end(first.jobId);
      await beginsWith(high.jobId);
      shop.end(high.jobId);
      await beginsWith(second.jobId);
    });

    it('has no more under way than it was told, in each queue', async () => {
      const worker = hire();
      await worker.push(Array.from({ length: 6 }, () => aTicket()));
      await worker.push(Array.from({ length: 6 }, () => aTicket({ queue: 'mail' })));
      await worker.serve({ default: 3, mail: 1 }, shop.work);
      await comes(() => shop.running === 4);
      for (let left = 12; left > 0; left--) {
        expect(shop.running).to.be.at.most(4);
        await comes(() => shop.running > 0);
        shop.end(shop.begun[12 - left] ?? '');
      }
      await comes(() => shop.begun.length === 12);
    });

    it('gives out nothing of queues that are not served', async () => {
      const worker = hire();
      const mine = aTicket({ queue: 'mail' });
      await worker.push([aTicket({ queue: 'critical' }), aTicket({ queue: 'bulk' }), aTicket(), mine]);
      await worker.serve({ mail: 5 }, shop.work);
      await beginsWith(mine.jobId);
      shop.end(mine.jobId);
      const next = aTicket({ queue: 'mail' });
      await worker.push([next]);
      await beginsWith(next.jobId);
      expect(shop.begun).to.deep.equal([mine.jobId, next.jobId]);
    });

    it('gives out again what could not be begun', async () => {
      const worker = hire();
      const ticket = aTicket();
      let tries = 0;
      await worker.serve({ default: 1 }, async () => {
        tries += 1;
        if (tries === 1) throw new Error('not now');
      });
      await worker.push([ticket]);
      await comes(() => tries === 2);
    });

    it('drains a backlog as fast as it is worked on', async () => {
      const worker = hire();
      let done = 0;
      await worker.push(Array.from({ length: 100 }, () => aTicket()));
      const begun = performance.now();
      await worker.serve({ default: 1 }, async () => {
        done += 1;
      });
      await comes(() => done === 100);
      expect(performance.now() - begun).to.be.below(5_000);
    });

    it('gives out nothing after it was stopped, and waits for what is under way', async () => {
      const worker = hire();
      const [first, second] = [aTicket(), aTicket({ dueAt: later(1) })];
      await worker.push([first, second]);
      await worker.serve({ default: 1 }, shop.work);
      await beginsWith(first.jobId);
      let isStopped = false;
      const stopping = worker.stop(5_000).then(() => {
        isStopped = true;
      });
      expect(isStopped).to.equal(false);
      shop.end(first.jobId);
      await stopping;
      expect(shop.begun).to.deep.equal([first.jobId]);
    });

    it('does not wait for ever', async () => {
      const worker = hire();
      const ticket = aTicket();
      await worker.push([ticket]);
      await worker.serve({ default: 1 }, shop.work);
      await beginsWith(ticket.jobId);
      await worker.stop(20);
    });

    it('gives each ticket to one of several workers', async () => {
      if (!place.isShared) return;
      const queues: Queue[] = ['default', 'mail'];
      const done: string[] = [];
      const [one, other] = [hire(), hire()];
      for (const worker of [one, other])
        await worker.serve({ default: 2, mail: 1 }, async ({ jobId }) => {
          done.push(jobId);
        });
      const tickets = Array.from({ length: 200 }, (_, at) => aTicket({ queue: queues[at % 2] ?? 'default' }));
      await one.push(tickets);
      await comes(() => done.length === 200);
      expect(new Set(done).size).to.equal(200);
    });
  });
}
