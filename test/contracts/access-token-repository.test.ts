import { expect } from 'chai';
import { accessTokenRepositoryContract } from './access-token-repository-contract.ts';
import { aTokenOf, settle } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { until, waiting } from './until.ts';

accessTokenRepositoryContract('memory', openMemoryStore);
accessTokenRepositoryContract('PostgreSQL', openPostgresStore);

describe('The access token repository in PostgreSQL', () => {
  let store: PostgresStore;

  before(async () => {
    store = await openPostgresStore();
  });
  after(() => store.close());

  it('tells one of two who kill a token at the same moment that they did', async () => {
    const { user } = await settle(store);
    const token = aTokenOf(user);
    await store.unitOfWork.run(({ tokens }) => tokens.save(token));
    const holder = await store.sql.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM access_tokens WHERE id = $1 FOR UPDATE', [token.id]);
    const kill = () => store.unitOfWork.run(({ tokens }) => tokens.deleteById(user.id, token.id, 'login'));
    const killing = Promise.all([kill(), kill()]);
    await until('both wait', async () => (await waiting(store.sql)) === 2);
    await holder.query('COMMIT');
    holder.release();
    expect((await killing).filter(Boolean)).to.have.length(1);
  });
});
