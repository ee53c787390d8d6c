import { expect } from 'chai';
import { Refusal } from '#application/refusal.ts';
import { User } from '#domain/identity/user.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import { refusalOf } from '#test/application/refusals.ts';
import { anOperationDraft, LATER, NOW } from '#test/domain/builders.ts';
import {
  aLinkJob,
  aMailedTokenOf,
  aNewUser,
  anAccountOf,
  anAnswer,
  anOperationOf,
  aSessionOf,
  aTokenOf,
  book,
  changeOf,
  creationOf,
  passwordHashOf,
  type Settler,
  settle,
} from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every UnitOfWork does. */
export function unitOfWorkContract(adapter: string, open: OpenStore): void {
  describe(`A unit of work (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const given = new Error('given up');
    const failing = (error: Error) => store.unitOfWork.run(() => Promise.reject(error)).catch((caught) => caught);
    const bookOne = async (draft = {}) => {
      const operation = anOperationOf(ada, anOperationDraft(draft));
      await book(store, operation);
      return operation;
    };

    it('leaves nothing behind when it fails, of all that it did', async () => {
      const bea = aNewUser();
      const second = anAccountOf(ada.user);
      const [token, session, mailed] = [aTokenOf(ada.user), aSessionOf(ada.user), aMailedTokenOf(ada.user)];
      const [kept, deleted] = [await bookOne(), await bookOne()];
      const changed = kept.change({ note: 'changed' }, LATER);
      const renamed = ada.account.change({ name: 'Renamed' }, LATER);
      const before = await everythingOf(store, ada);
      const work = store.unitOfWork.run(async (repositories) => {
        const { users, tokens, sessions, mailedTokens, jobs, accounts, operations, answers } = repositories;
        await users.add(bea, 'a hash');
        await users.changePassword(ada.user.id, 'another hash');
        await users.save(ada.user.verified());
        await tokens.save(token);
        await sessions.add(session);
        await mailedTokens.keep(mailed);
        await jobs.add(aLinkJob());
        await accounts.save(second);
        await accounts.save(renamed);
        await operations.save(changed, changeOf(kept, changed));
        await operations.delete(deleted, creationOf(deleted));
        await answers.claim(anAnswer(ada.user, 'key'));
        throw given;
      });
      expect(await work.catch((error: unknown) => error)).to.equal(given);
      expect(await everythingOf(store, ada)).to.deep.equal(before);
      expect(await store.users.findById(bea.id)).to.equal(null);
      expect(await store.principals.findByToken(token.digest, NOW)).to.equal(null);
      expect(await store.principals.findBySession(ada.user.id, session.id, NOW)).to.equal(null);
      expect(await store.unitOfWork.run((again) => again.mailedTokens.use(mailed))).to.equal(false);
      expect((await store.jobRuns.handOver(1, async () => {})).count).to.equal(0);
      expect(await book(store, anOperationOf(ada, anOperationDraft()), anAnswer(ada.user, 'key'))).to.equal(null);
    });

    it('ends with the very error of the work', async () => {
      for (const error of [given, new Refusal('NOT_FOUND', 'No.'), new InvalidFields([])])
        expect(await failing(error)).to.equal(error);
    });

    it('gives back what the work returns', async () => {
      expect(await store.unitOfWork.run(async () => 42)).to.equal(42);
    });

    it('shows its changes to itself at once, and to others when it is over', async () => {
      const second = anAccountOf(ada.user);
      await store.unitOfWork.run(async ({ accounts }) => {
        await accounts.save(second);
        expect((await accounts.find(ada.user.id, second.id))?.version).to.equal(1);
        expect(await store.accounts.find(ada.user.id, second.id)).to.equal(null);
      });
      expect(await store.accounts.find(ada.user.id, second.id)).not.to.equal(null);
    });

    it('goes on as ever after many that failed', async () => {
      for (let count = 0; count < 12; count += 1) expect(await failing(given)).to.equal(given);
      expect(await store.unitOfWork.run(async () => 'well')).to.equal('well');
    });

    it('waits for another one that has the same operation, account or user: no change is lost', async () => {
      const operation = await bookOne({ note: '' });
      const change = (letter: string) =>
        store.unitOfWork.run(async ({ operations, accounts, users }) => {
          const [loaded, account] = [
            await operations.find(ada.user.id, operation.id),
            await accounts.find(ada.user.id, ada.account.id),
          ];
          const user = await users.findByEmail(ada.user.email);
          const passwordHash = await users.findPasswordHash(ada.user.id);
          const changed = loaded!.change({ note: `${loaded!.fields.note}${letter}` }, LATER);
          await operations.save(changed, changeOf(loaded!, changed));
          await accounts.save(account!.change({ name: `${account!.name}${letter}` }, LATER));
          await users.save(User.restore({ ...user!, username: `${user!.username}${letter}` }));
          await users.changePassword(ada.user.id, `${passwordHash}${letter}`);
        });
      const letters = [...'abcdefghij'];
      await Promise.all(letters.map(change));
      const { account, operations, user, credentials } = await everythingOf(store, ada);
      const sorted = (text: string | null | undefined) => [...(text ?? '')].sort().join('');
      expect(sorted(operations[0]?.note)).to.equal('abcdefghij');
      expect(sorted(account?.name.slice(4))).to.equal('abcdefghij');
      expect(sorted(user?.username.slice(ada.user.username.length))).to.equal('abcdefghij');
      expect(sorted(credentials?.passwordHash.slice(passwordHashOf(ada.user).length))).to.equal('abcdefghij');
      expect([operations[0]?.version, account?.version]).to.deep.equal([11, 11]);
      const { rows } = await store.operations.history(ada.user.id, operation.id, { limit: 50, afterVersion: 0 });
      expect(rows.map(({ version }) => version)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      const notes = rows.slice(1).map(({ changes }) => changes[0]!);
      for (const [index, { old }] of notes.entries()) expect(old).to.equal(notes[index - 1]?.new ?? '');
    });

    it('of two that load the same version and speak of it, the second is told', async () => {
      const operation = await bookOne();
      const change = (note: string) =>
        store.unitOfWork.run(async ({ operations }) => {
          const changed = operation.change({ note }, LATER);
          await operations.save(changed, changeOf(operation, changed));
          return note;
        });
      const ends = await Promise.allSettled([change('one'), change('two')]);
      const [winner] = ends.filter((end) => end.status === 'fulfilled');
      const [loser] = ends.filter((end) => end.status === 'rejected');
      expect((await refusalOf(Promise.reject(loser?.reason))).code).to.equal('STALE_VERSION');
      expect((await store.operations.find(ada.user.id, operation.id))?.note).to.equal(winner?.value);
    });
  });
}

async function everythingOf(store: Store, { user, account }: Settler) {
  const whole = { filter: {}, newestFirst: false, limit: 200, after: null };
  return {
    user: await store.users.findById(user.id),
    credentials: await store.users.findCredentials(user.email),
    account: await store.accounts.find(user.id, account.id),
    accounts: await store.accounts.list(user.id, { limit: 10, after: null, only: null }),
    operations: (await store.operations.page(user.id, whole)).rows,
  };
}
