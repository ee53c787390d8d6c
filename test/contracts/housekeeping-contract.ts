import { expect } from 'chai';
import type { JobRun } from '#application/jobs/job.ts';
import type { AccessToken } from '#application/ports/access-token-repository.ts';
import type { Ticket } from '#application/ports/job-runs.ts';
import type { Session } from '#application/ports/session-repository.ts';
import { NOW } from '#test/domain/builders.ts';
import { aLinkJob, anAnswer, aSessionOf, aTokenOf, ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

const DAY = 86_400_000;

/** What every Housekeeping does. */
export function housekeepingContract(adapter: string, open: OpenStore): void {
  describe(`The housekeeping (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const ago = (milliseconds: number) => new Date(NOW.getTime() - milliseconds);
    const keep = (...ages: number[]) =>
      store.unitOfWork.run(async ({ answers }) => {
        for (const age of ages) await answers.claim(anAnswer(ada.user, String(age), { at: ago(age) }));
      });
    const isKept = async (age: number) => {
      const claim = anAnswer(ada.user, String(age), { at: ago(age) });
      return (await store.unitOfWork.run(({ answers }) => answers.claim(claim))) !== null;
    };
    const aToken = async (expiresIn: number | null) => {
      const expiresAt = expiresIn === null ? null : ago(-expiresIn);
      const token = aTokenOf(ada.user, { createdAt: ago(DAY), expiresAt });
      await store.unitOfWork.run(({ tokens }) => tokens.save(token));
      return token;
    };
    const aSession = async (expiresIn: number) => {
      const session = aSessionOf(ada.user, { createdAt: ago(DAY), expiresAt: ago(-expiresIn) });
      await store.unitOfWork.run(({ sessions }) => sessions.add(session));
      return session;
    };
    /** Looked at from before its expiry, so that only its absence tells. */
    const isThere = async (key: AccessToken | Session) => {
      const { principals } = store;
      const look =
        'digest' in key
          ? principals.findByToken(key.digest, ago(DAY))
          : principals.findBySession(key.userId, key.id, ago(DAY));
      return (await look) !== null;
    };

    it('does nothing when nothing has expired', async () => {
      await keep(0, DAY - 1);
      const keys = [await aToken(1), await aToken(null), await aSession(1)];
      expect(await store.housekeeping.purgeExpired(NOW)).to.equal(0);
      expect([await isKept(DAY - 1), ...(await Promise.all(keys.map(isThere)))]).to.deep.equal([
        true,
        true,
        true,
        true,
      ]);
    });

    it('deletes answers that are 24 hours old, tokens and sessions that have expired, says how many, and spares the rest', async () => {
      await keep(0, DAY - 1, DAY, 3 * DAY);
      const gone = [await aToken(-DAY / 2), await aToken(0), await aSession(-DAY / 2), await aSession(0)];
      const alive = [await aToken(1), await aToken(null), await aSession(1)];
      expect(await store.housekeeping.purgeExpired(NOW)).to.equal(6);
      expect([await isKept(0), await isKept(DAY - 1), await isKept(DAY)]).to.deep.equal([true, true, false]);
      expect(await Promise.all(gone.map(isThere))).to.deep.equal([false, false, false, false]);
      expect(await Promise.all(alive.map(isThere))).to.deep.equal([true, true, true]);
      await store.housekeeping.purgeExpired(new Date(NOW.getTime() + DAY));
    });

    it('deletes a job a week after its end, one that failed after a month, and never one that waits or runs', async () => {
      const { id: userId } = ada.user;
      const add = async (): Promise<string> => {
        const job = { ...aLinkJob(), userId };
        return store.unitOfWork.run(({ jobs }) => jobs.add(job));
      };
      const begin = async (): Promise<JobRun> => {
        const tickets: Ticket[] = [];
        await store.jobRuns.handOver(1, async (handed) => {
          tickets.push(...handed);
        });
        return (await store.jobRuns.begin(tickets[0]!, ids.next()))!;
      };
      const [done, failed, running] = [await add(), await add(), await add()];
      await store.jobRuns.succeed(await begin(), null);
      await store.jobRuns.fail(await begin(), 'no luck', null);
      await begin();
      const waiting = await add();
      const left = async (days: number) => {
        await store.housekeeping.purgeExpired(new Date(Date.now() + days * DAY));
        const { rows } = await store.jobs.page(userId, { filter: {}, limit: 10, before: null });
        return rows.map(({ id }) => id).sort();
      };
      expect(await left(6.9)).to.deep.equal([done, failed, running, waiting]);
      expect(await left(7.1)).to.deep.equal([failed, running, waiting]);
      expect(await left(29.9)).to.deep.equal([failed, running, waiting]);
      expect(await left(30.1)).to.deep.equal([running, waiting]);
      expect(await left(1_000)).to.deep.equal([running, waiting]);
    });

    it('by two at once deletes each row once', async () => {
      const answers = Array.from({ length: 30 }, (_, index) => DAY + index);
      await keep(...answers);
      const purged = await Promise.all([1, 2, 3].map(() => store.housekeeping.purgeExpired(NOW)));
      expect(purged.reduce((sum, rows) => sum + rows)).to.equal(30);
    });
  });
}
