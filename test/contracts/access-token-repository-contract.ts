import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { LATER, NOW } from '#test/domain/builders.ts';
import { type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every AccessTokenRepository does. */
export function accessTokenRepositoryContract(adapter: string, open: OpenStore): void {
  describe(`The access token repository (${adapter})`, () => {
    let store: Store;

    before(async () => {
      store = await open();
    });
    after(() => store.close());

    const aToken = async ({ user }: Settler): Promise<Buffer> => {
      const digest = randomBytes(32);
      await store.unitOfWork.run(({ tokens }) =>
        tokens.save({ digest, userId: user.id, createdAt: NOW, expiresAt: LATER }),
      );
      return digest;
    };
    const ownerOf = async (digest: Buffer) => (await store.principals.findByToken(digest, NOW))?.userId;

    it('kills one token, and leaves the others of its user', async () => {
      const ada = await settle(store);
      const [dead, alive] = [await aToken(ada), await aToken(ada)];
      await store.unitOfWork.run(({ tokens }) => tokens.delete(dead));
      expect([await ownerOf(dead), await ownerOf(alive)]).to.deep.equal([undefined, ada.user.id]);
    });

    it('kills nothing when there is no such token', async () => {
      const ada = await settle(store);
      const alive = await aToken(ada);
      await store.unitOfWork.run(({ tokens }) => tokens.delete(randomBytes(32)));
      expect(await ownerOf(alive)).to.equal(ada.user.id);
    });

    it('kills every token of a user, and nobody else’s', async () => {
      const [ada, bea] = [await settle(store), await settle(store)];
      const [first, second, hers] = [await aToken(ada), await aToken(ada), await aToken(bea)];
      await store.unitOfWork.run(({ tokens }) => tokens.deleteAllOf(ada.user.id));
      expect([await ownerOf(first), await ownerOf(second), await ownerOf(hers)]).to.deep.equal([
        undefined,
        undefined,
        bea.user.id,
      ]);
    });

    it('keeps a token for its user', async () => {
      const ada = await settle(store);
      expect(await ownerOf(await aToken(ada))).to.equal(ada.user.id);
    });
  });
}
