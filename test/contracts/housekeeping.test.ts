import { expect } from 'chai';
import { NOW } from '#test/domain/builders.ts';
import { housekeepingContract } from './housekeeping-contract.ts';
import { settle } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';

housekeepingContract('memory', openMemoryStore);
housekeepingContract('PostgreSQL', openPostgresStore);

describe('The housekeeping in PostgreSQL', () => {
  let store: PostgresStore;

  before(async () => {
    store = await openPostgresStore();
  });
  after(() => store.close());

  /** 2 500 that have expired and 10 that have not, of answers, tokens and sessions. */
  const fill = async () => {
    const { user } = await settle(store);
    await store.sql.query(
      `INSERT INTO idempotency_keys SELECT $1, n, sha256(n::text::bytea), '', $2::timestamptz - interval '1 day' + interval '1 hour' * (n > 2500)::int
       FROM generate_series(1, 2510) n`,
      [user.id, NOW],
    );
    for (const [table, key] of [
      ['access_tokens', 'token_hash, user_id'],
      ['sessions', 'id_hash, user_id, data'],
    ])
      await store.sql.query(
        `INSERT INTO ${table} (${key}, created_at, expires_at) SELECT sha256(n::text::bytea), $1${table === 'sessions' ? ", '{}'" : ''}, $2::timestamptz,
         $2::timestamptz + interval '1 hour' * (n > 2500)::int FROM generate_series(1, 2510) n`,
        [user.id, NOW],
      );
  };
  const left = async () => {
    const { rows } = await store.sql.query(
      `SELECT (SELECT count(*)::int FROM idempotency_keys) AS keys, (SELECT count(*)::int FROM access_tokens) AS tokens,
       (SELECT count(*)::int FROM sessions) AS sessions`,
    );
    return rows[0];
  };

  it('deletes more than a batch holds, sessions too, and nothing else', async () => {
    await fill();
    expect(await store.housekeeping.purgeExpired(NOW)).to.equal(7_500);
    expect(await left()).to.deep.equal({ keys: 10, tokens: 10, sessions: 10 });
    expect(await store.housekeeping.purgeExpired(NOW)).to.equal(0);
  });

  it('is done by one process: another one that is asked meanwhile has nothing to do', async () => {
    const elsewhere = await store.sql.connect();
    await elsewhere.query('SELECT pg_advisory_lock(hashtext($$blotter housekeeping$$))');
    const later = new Date(NOW.getTime() + 86_400_000);
    expect(await store.housekeeping.purgeExpired(later)).to.equal(0);
    expect(await left()).to.deep.equal({ keys: 10, tokens: 10, sessions: 10 });
    await elsewhere.query('SELECT pg_advisory_unlock_all()');
    elsewhere.release();
    expect(await store.housekeeping.purgeExpired(later)).to.equal(30);
  });
});
