import { expect } from 'chai';
import type { MailedToken } from '#application/ports/mailed-token-repository.ts';
import { LATER, NOW } from '#test/domain/builders.ts';
import { aDigest, aMailedTokenOf, ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every MailedTokenRepository does. */
export function mailedTokenRepositoryContract(adapter: string, open: OpenStore): void {
  describe(`The mailed token repository (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const aToken = (overrides: Partial<MailedToken> = {}) => aMailedTokenOf(ada.user, overrides);
    const keep = (token: MailedToken) => store.unitOfWork.run(({ mailedTokens }) => mailedTokens.keep(token));
    const use = (token: MailedToken) => store.unitOfWork.run(({ mailedTokens }) => mailedTokens.use(token));
    const find = ({ purpose, digest }: MailedToken, now = NOW) =>
      store.unitOfWork.run(({ mailedTokens }) => mailedTokens.find(purpose, digest, now));
    const voidAll = (id = ids.next(), { user } = ada) =>
      store.unitOfWork.run(({ mailedTokens }) => mailedTokens.voidAllOf(user.id, user.email, id));
    const isGood = async (token: MailedToken) => (await find(token)) !== null;

    it('knows no token that never was, nor one of another purpose', async () => {
      const token = aToken();
      await keep(token);
      expect(await find({ ...token, digest: aDigest() })).to.equal(null);
      expect(await find({ ...token, purpose: 'verify-email' })).to.equal(null);
    });

    it('knows no token from its expiry on, and knows it a millisecond before', async () => {
      const token = aToken();
      await keep(token);
      expect(await find(token, LATER)).to.equal(null);
      expect(await find(token, new Date(LATER.getTime() - 1))).not.to.equal(null);
    });

    it('knows a token as it was kept', async () => {
      for (const purpose of ['reset-password', 'verify-email'] as const) {
        const token = aToken({ purpose, email: "o'neil$1@bücher.example" });
        expect(await keep(token)).to.equal(true);
        expect(await find(token)).to.deep.equal(token);
      }
    });

    it('lets a newer request void the older', async () => {
      const older = aToken();
      const newer = aToken({ email: 'another@example.com', expiresAt: new Date('2026-11-24T11:00:00.007Z') });
      expect([await keep(older), await keep(newer)]).to.deep.equal([true, true]);
      expect([await find(older), await find(newer)]).to.deep.equal([null, newer]);
    });

    it('lets the same request be kept again as long as it is good', async () => {
      const token = aToken();
      expect([await keep(token), await keep(token), await isGood(token)]).to.deep.equal([true, true, true]);
      await keep(aToken());
      expect([await keep(token), await isGood(token)]).to.deep.equal([false, false]);
    });

    it('keeps no older request after a newer, at once or one after the other', async () => {
      const [older, newer] = [aToken(), aToken()];
      expect([await keep(newer), await keep(older)]).to.deep.equal([true, false]);
      expect([await isGood(older), await isGood(newer)]).to.deep.equal([false, true]);
      const many = Array.from({ length: 8 }, () => aToken());
      await Promise.all(many.toReversed().map(keep));
      expect(await Promise.all(many.map(isGood))).to.deep.equal([...Array.from({ length: 7 }, () => false), true]);
    });

    it('keeps one of each purpose, and of each user', async () => {
      const bea = await settle(store);
      const tokens = [aToken(), aToken({ purpose: 'verify-email' }), aMailedTokenOf(bea.user)];
      for (const token of tokens) await keep(token);
      expect(await Promise.all(tokens.map(isGood))).to.deep.equal([true, true, true]);
    });

    it('lets a token be used once, and never brings it back', async () => {
      const token = aToken();
      await keep(token);
      expect([await use(token), await use(token)]).to.deep.equal([true, false]);
      expect([await isGood(token), await keep(token), await isGood(token)]).to.deep.equal([false, false, false]);
    });

    it('lets one of many use a token at once', async () => {
      const token = aToken();
      await keep(token);
      const uses = await Promise.all(Array.from({ length: 8 }, () => use(token)));
      expect(uses.filter(Boolean)).to.have.length(1);
    });

    it('lets no token be used that never was, or that another one has taken the place of', async () => {
      const [older, newer] = [aToken(), aToken()];
      await keep(older);
      await keep(newer);
      expect([await use(aToken()), await use(older), await isGood(newer)]).to.deep.equal([false, false, true]);
    });

    it('keeps the other purpose when one token is used', async () => {
      const [reset, confirmation] = [aToken(), aToken({ purpose: 'verify-email' })];
      await keep(reset);
      await keep(confirmation);
      await use(reset);
      expect(await isGood(confirmation)).to.equal(true);
    });

    it('takes a newer request after a use', async () => {
      const [used, newer] = [aToken(), aToken()];
      await keep(used);
      await use(used);
      expect([await keep(newer), await isGood(newer)]).to.deep.equal([true, true]);
    });

    it('voids what the user was mailed of every purpose, and nobody else’s', async () => {
      const bea = await settle(store);
      const tokens = [aToken(), aToken({ purpose: 'verify-email' })];
      const hers = aMailedTokenOf(bea.user);
      for (const token of [...tokens, hers]) await keep(token);
      await voidAll();
      expect(await Promise.all([...tokens, hers].map(isGood))).to.deep.equal([false, false, true]);
      expect([await use(tokens[0]!), await keep(tokens[0]!)]).to.deep.equal([false, false]);
    });

    it('keeps no request from before a voiding, also when nothing was mailed until then, and a later one', async () => {
      const [before, confirmation] = [aToken(), aToken({ purpose: 'verify-email' })];
      await voidAll();
      const after = aToken();
      expect([await keep(before), await keep(confirmation), await isGood(before)]).to.deep.equal([false, false, false]);
      expect([await keep(after), await isGood(after)]).to.deep.equal([true, true]);
    });

    it('keeps no request from before one that was voided, whatever the clock of who voided it said', async () => {
      const [early, between, kept] = [ids.next(), aToken(), aToken()];
      await keep(kept);
      await voidAll(early);
      expect([await keep(between), await isGood(between), await isGood(kept)]).to.deep.equal([false, false, false]);
      expect(await keep(aToken())).to.equal(true);
    });

    it('does nothing when the work fails', async () => {
      const token = aToken();
      await keep(token);
      const work = store.unitOfWork.run(async ({ mailedTokens }) => {
        await mailedTokens.use(token);
        await mailedTokens.voidAllOf(ada.user.id, ada.user.email, ids.next());
        throw new Error('given up');
      });
      await work.catch(() => {});
      expect(await use(token)).to.equal(true);
    });
  });
}
