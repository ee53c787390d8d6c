import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { NOW } from '#test/domain/builders.ts';
import { anAnswer, type Settler, settle } from './settlers.ts';
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
    const aToken = async (expiresIn: number) => {
      const digest = randomBytes(32);
      const token = { digest, userId: ada.user.id, createdAt: ago(DAY), expiresAt: ago(-expiresIn) };
      await store.unitOfWork.run(({ tokens }) => tokens.save(token));
      return digest;
    };
    /** Looked at from before its expiry, so that only its absence tells. */
    const isThere = async (digest: Buffer) => (await store.principals.findByToken(digest, ago(DAY))) !== null;

    it('does nothing when nothing has expired', async () => {
      await keep(0, DAY - 1);
      const token = await aToken(1);
      expect(await store.housekeeping.purgeExpired(NOW)).to.equal(0);
      expect([await isKept(DAY - 1), await isThere(token)]).to.deep.equal([true, true]);
    });

    it('deletes answers that are 24 hours old and tokens that have expired, says how many, and spares the rest', async () => {
      await keep(0, DAY - 1, DAY, 3 * DAY);
      const [dead, dying, alive] = [await aToken(-DAY / 2), await aToken(0), await aToken(1)];
      expect(await store.housekeeping.purgeExpired(NOW)).to.equal(4);
      expect([await isKept(0), await isKept(DAY - 1), await isKept(DAY)]).to.deep.equal([true, true, false]);
      expect([await isThere(dead), await isThere(dying), await isThere(alive)]).to.deep.equal([false, false, true]);
      await store.housekeeping.purgeExpired(new Date(NOW.getTime() + DAY));
    });

    it('by two at once deletes each row once', async () => {
      const answers = Array.from({ length: 30 }, (_, index) => DAY + index);
      await keep(...answers);
      const purged = await Promise.all([1, 2, 3].map(() => store.housekeeping.purgeExpired(NOW)));
      expect(purged.reduce((sum, rows) => sum + rows)).to.equal(30);
    });
  });
}
