import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Import, ImportState } from '#application/imports/import.ts';
import type { JobRun } from '#application/jobs/job.ts';
import type { AccessToken } from '#application/ports/access-token-repository.ts';
import type { Ticket } from '#application/ports/job-runs.ts';
import type { Session } from '#application/ports/session-repository.ts';
import { inChunks } from '#test/application/imports/chunks.ts';
import { NOW } from '#test/domain/builders.ts';
import { aDraft, aReadJob, aRow, aRunOf, aStaged, bring, kept, moved, shown, staged } from './brought.ts';
import { aLinkJob, anAnswer, aSessionOf, aTokenOf, ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

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

    describe('of imports', () => {
      const OLD = 30 * DAY;
      const rows = () => [aRow(1, { operations: [aStaged(ada, {}, 'key')] })];
      const anOld = (state: ImportState, age: number, jobId: string | null = null) =>
        bring(store, ada, { state, jobId, createdAt: ago(1_000 * DAY), updatedAt: ago(age) });
      const left = async (files: readonly Import[]) => {
        const found = await Promise.all(files.map((file) => kept(store, file)));
        return files.filter((_file, place) => found[place] !== null).map(({ state }) => state);
      };
      const purge = (at = NOW) => store.housekeeping.purgeExpired(at);

      it('deletes a draft, and one that cannot be read, 30 days after anybody has touched it', async () => {
        const files = [
          ...[await anOld('draft', OLD), await anOld('failed', OLD), await anOld('draft', 99 * OLD)],
          ...[await anOld('draft', OLD - 1), await anOld('failed', OLD - 1)],
        ];
        expect(await purge()).to.equal(3);
        expect(await left(files)).to.deep.equal(['draft', 'failed']);
        expect(await left(files.slice(3))).to.deep.equal(['draft', 'failed']);
        expect(await purge()).to.equal(0);
      });

      it('deletes it with its bytes and its rows', async () => {
        const file = await bring(store, ada);
        await store.importFiles.write(file.userId, file.id, inChunks('mine'));
        const draft = await staged(store, await moved(store, file, 'reading'), rows());
        expect(await purge(new Date(Date.now() + OLD + DAY))).to.be.above(0);
        expect(await kept(store, draft)).to.equal(null);
        const page = { state: null, after: 0, limit: 5 };
        expect((await store.imports.rows(file.userId, file.id, page)).rows).to.deep.equal([]);
        expect(await Array.fromAsync(store.importFiles.read(file.userId, file.id))).to.deep.equal([]);
      });

      it('never deletes one while its job waits or runs, and does when nothing becomes of that any more', async () => {
        const [lost, running] = [await aRunOf(store, ada.user), await aRunOf(store, ada.user)];
        await store.jobRuns.fail(lost, 'no luck', null);
        const waiting = await aReadJob(store, ada.user);
        for (const state of ['reading', 'committing'] as const) {
          const alive = [await anOld(state, 2 * OLD, waiting.id), await anOld(state, 2 * OLD, running.id)];
          const over = [await anOld(state, OLD, lost.id), await anOld(state, OLD, ids.next())];
          const touched = [await anOld(state, OLD - 1, lost.id)];
          expect(await purge()).to.equal(2);
          expect(await left([...alive, ...over, ...touched])).to.deep.equal([state, state, state]);
          expect(await left(over)).to.deep.equal([]);
        }
      });

      it('never deletes one that was committed, and keeps what is needed to take it back', async () => {
        const draft = await aDraft(store, ada, rows());
        const committing = await moved(store, draft, 'committing');
        await store.importLedger.commit(await aRunOf(store, ada.user), committing, NOW, async () => {});
        const others = [await anOld('undoing', 99 * OLD, ids.next()), await anOld('undone', 99 * OLD)];
        await purge(new Date(Date.now() + 99 * OLD));
        expect(await left([draft, ...others])).to.have.length(3);
        const undoing = await moved(store, await shown(store, draft), 'undoing');
        const run = await aRunOf(store, ada.user);
        expect(await store.importLedger.undo(run, undoing, NOW, async () => {})).to.equal(1);
      });

      it('deletes an upload an hour after the last that came of it, with what came', async () => {
        const [silent, other] = [await anOld('uploading', HOUR), await anOld('uploading', HOUR - 1)];
        expect(await purge()).to.equal(1);
        expect(await left([silent, other])).to.have.length(1);
        await store.importFiles.write(other.userId, other.id, inChunks('mine'));
        expect(await purge(new Date(Date.now() + HOUR + DAY))).to.be.above(0);
        expect(await left([other])).to.deep.equal([]);
        expect(await Array.fromAsync(store.importFiles.read(other.userId, other.id))).to.deep.equal([]);
      });

      it('spares an upload that goes on, however long ago it began', async () => {
        const file = await anOld('uploading', 0);
        const bytes = randomBytes(3 * 2 ** 20);
        async function* slowly(): AsyncGenerator<Uint8Array> {
          for await (const piece of inChunks(bytes, 2 ** 20)) {
            yield piece;
            await purge(new Date(Date.now() + HOUR - 60_000));
          }
        }
        expect(await store.importFiles.write(file.userId, file.id, slowly())).to.equal(bytes.length);
        const come = Buffer.concat(await Array.fromAsync(store.importFiles.read(file.userId, file.id)));
        expect(come.equals(bytes)).to.equal(true);
      });

      it('makes room for others: what was forgotten is not open any more', async () => {
        for (const state of ['uploading', 'draft', 'failed'] as const) await anOld(state, OLD);
        const open = () => store.unitOfWork.run(({ imports }) => imports.countOpen(ada.user.id));
        expect(await open()).to.equal(3);
        await purge();
        expect(await open()).to.equal(0);
      });
    });

    it('by two at once deletes each row once', async () => {
      const answers = Array.from({ length: 30 }, (_, index) => DAY + index);
      await keep(...answers);
      const purged = await Promise.all([1, 2, 3].map(() => store.housekeeping.purgeExpired(NOW)));
      expect(purged.reduce((sum, rows) => sum + rows)).to.equal(30);
    });
  });
}
