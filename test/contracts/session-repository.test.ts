import { expect } from 'chai';
import type { Repositories } from '#application/ports/unit-of-work.ts';
import { NOW } from '#test/domain/builders.ts';
import { sessionRepositoryContract } from './session-repository-contract.ts';
import { aSessionOf, settle } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { untilSomebodyWaits } from './until.ts';

sessionRepositoryContract('memory', openMemoryStore);
sessionRepositoryContract('PostgreSQL', openPostgresStore);

describe('The session repository in PostgreSQL', () => {
  let store: PostgresStore;

  before(async () => {
    store = await openPostgresStore();
  });
  after(() => store.close());

  it('begins the sessions of one user one after the other, so that each counts those before it', async () => {
    const { user } = await settle(store);
    const begin = async ({ sessions }: Repositories) => {
      await sessions.add(aSessionOf(user));
      await sessions.keepNewest(user.id, 1);
    };
    let second: Promise<void> | undefined;
    await store.unitOfWork.run(async (repositories) => {
      await begin(repositories);
      second = store.unitOfWork.run(begin);
      await untilSomebodyWaits(store.sql);
    });
    await second;
    expect(await store.credentials.listSignedIn(user.id, NOW)).to.have.length(1);
  });

  it('begins no session of a user who has just been deleted', async () => {
    const { user } = await settle(store);
    let late: Promise<void> | undefined;
    await store.unitOfWork.run(async ({ users }) => {
      await users.delete(user.id);
      late = store.unitOfWork.run(({ sessions }) => sessions.add(aSessionOf(user)));
      await untilSomebodyWaits(store.sql);
    });
    await late;
    expect(await store.credentials.listSignedIn(user.id, NOW)).to.deep.equal([]);
  });
});
