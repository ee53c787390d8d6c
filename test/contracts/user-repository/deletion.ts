import { expect } from 'chai';
import { User } from '#domain/identity/user.ts';
import { anOperationDraft, NOW } from '#test/domain/builders.ts';
import {
  aLinkJob,
  aMailedTokenOf,
  anAnswer,
  anOperationOf,
  aSessionOf,
  aTokenOf,
  book,
  deletionOf,
  moveIn,
  passwordHashOf,
  type Settler,
  settle,
} from '../settlers.ts';
import type { Store } from '../stores/store.ts';

/** What becomes of all that a user has when the user is deleted. */
export function userDeletion(storeOf: () => Store): void {
  describe('The deletion of a user', () => {
    let store: Store;
    beforeEach(() => {
      store = storeOf();
    });

    const remove = ({ user }: Settler) => store.unitOfWork.run(({ users }) => users.delete(user.id));
    /** Somebody with everything that a user can have. */
    const rich = async () => {
      const settler = await settle(store);
      const { user } = settler;
      const [kept, deleted] = [anOperationOf(settler, anOperationDraft()), anOperationOf(settler, anOperationDraft())];
      await book(store, kept, anAnswer(user, 'key'));
      await book(store, deleted);
      const [session, token, mailed] = [aSessionOf(user), aTokenOf(user), aMailedTokenOf(user)];
      await store.unitOfWork.run(async ({ operations, sessions, tokens, mailedTokens }) => {
        await operations.delete(deleted, deletionOf(deleted, NOW));
        await sessions.add(session);
        await tokens.save(token);
        await mailedTokens.keep(mailed);
      });
      return { ...settler, kept, deleted, session, token, mailed };
    };
    type Rich = Awaited<ReturnType<typeof rich>>;
    const ofOperation = async ({ user }: Settler, id: string) => {
      const { rows } = await store.operations.history(user.id, id, { limit: 10, afterVersion: 0 });
      return [(await store.operations.find(user.id, id)) !== null, rows.length];
    };
    const everythingOf = async (settler: Rich) => {
      const { user, account, kept, deleted, session, token, mailed } = settler;
      const find = store.unitOfWork.run(({ mailedTokens }) => mailedTokens.find(mailed.purpose, mailed.digest, NOW));
      return {
        user: await store.users.findById(user.id),
        credentials: await store.users.findCredentials(user.email),
        account: await store.accounts.find(user.id, account.id),
        kept: await ofOperation(settler, kept.id),
        deleted: await ofOperation(settler, deleted.id),
        session: await store.principals.findBySession(user.id, session.id, NOW),
        token: await store.principals.findByToken(token.digest, NOW),
        signedIn: await store.credentials.listSignedIn(user.id, NOW),
        mailed: await find,
      };
    };
    const nothing = {
      user: null,
      credentials: null,
      account: null,
      kept: [false, 0],
      deleted: [false, 0],
      session: null,
      token: null,
      signedIn: [],
      mailed: null,
    };

    it('takes everything that is theirs with it, and nothing of anybody else', async () => {
      const [ada, bea] = [await rich(), await rich()];
      const before = await everythingOf(bea);
      await remove(ada);
      expect(await everythingOf(ada)).to.deep.equal(nothing);
      expect(await everythingOf(bea)).to.deep.equal(before);
      expect([before.kept, before.deleted]).to.deep.equal([
        [true, 1],
        [false, 2],
      ]);
    });

    it('takes the answers to their requests with it: whoever had the same id would not be answered by them', async () => {
      const ada = await rich();
      await remove(ada);
      await moveIn(store, ada);
      expect(await book(store, anOperationOf(ada, anOperationDraft()), anAnswer(ada.user, 'key'))).to.equal(null);
    });

    it('leaves nothing undone when its work fails', async () => {
      const ada = await rich();
      const before = await everythingOf(ada);
      const work = store.unitOfWork.run(async ({ users }) => {
        await users.delete(ada.user.id);
        throw new Error('given up');
      });
      await work.catch(() => {});
      expect(await everythingOf(ada)).to.deep.equal(before);
    });

    it('of somebody who is not there does nothing', async () => {
      const ada = await rich();
      await remove(ada);
      await remove(ada);
    });

    it('leaves the address free', async () => {
      const ada = await rich();
      await remove(ada);
      const next = User.restore({ ...ada.user, username: 'Next' });
      await store.unitOfWork.run(({ users }) => users.add(next, passwordHashOf(next)));
      expect(await store.users.findById(next.id)).to.deep.equal(next);
    });

    it('leaves what is still to be mailed', async () => {
      const ada = await rich();
      const [link, own] = [aLinkJob(), { ...aLinkJob(), userId: ada.user.id }];
      for (const job of [link, own]) await store.unitOfWork.run(({ jobs }) => jobs.add(job));
      await remove(ada);
      const handed: string[] = [];
      await store.jobRuns.handOver(10, async (tickets) => {
        handed.push(...tickets.map(({ jobId }) => jobId));
      });
      expect(handed).to.include(link.id).and.not.include(own.id);
    });

    it('leaves nothing behind of what is being recorded meanwhile', async () => {
      for (let round = 0; round < 5; round += 1) {
        const ada = await rich();
        const operations = Array.from({ length: 12 }, () => anOperationOf(ada, anOperationDraft()));
        const recording = operations.map((operation, index) => book(store, operation, anAnswer(ada.user, `${index}`)));
        const [ends] = await Promise.all([Promise.allSettled(recording), remove(ada)]);
        for (const end of ends) if (end.status === 'rejected') expect(end.reason).to.include({ code: 'NOT_FOUND' });
        expect(await everythingOf(ada)).to.deep.equal(nothing);
        for (const { id } of operations) expect(await ofOperation(ada, id)).to.deep.equal([false, 0]);
      }
    });
  });
}
