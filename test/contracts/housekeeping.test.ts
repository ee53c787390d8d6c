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

  const TABLES = {
    idempotency_keys: `(user_id, key, fingerprint, answer, created_at)
      SELECT $1, n, sha256(n::text::bytea), '', $2::timestamptz - interval '1 day' + interval '1 hour' * (n > 2500)::int`,
    access_tokens: `(user_id, id, token_hash, created_at, expires_at)
      SELECT $1, uuidv7(), sha256(n::text::bytea), $2::timestamptz, $2::timestamptz + interval '1 hour' * (n > 2500)::int`,
    sessions: `(user_id, id_hash, data, created_at, expires_at)
      SELECT $1, sha256(n::text::bytea), '{}', $2::timestamptz, $2::timestamptz + interval '1 hour' * (n > 2500)::int`,
    browser_sessions: `(user_id, id, created_at, last_seen_at, expires_at)
      SELECT $1, uuidv7(), $2::timestamptz, $2::timestamptz, $2::timestamptz + interval '1 hour' * (n > 2500)::int`,
    jobs: `(user_id, id, task, queue, payload, state, finished_at)
      SELECT $1, uuidv7(), 'purge', 'bulk', '{}', 'succeeded', $2::timestamptz - interval '8 days' + interval '2 days' * (n > 2500)::int`,
    workers: `(id, host, pid, queues, beat_at)
      SELECT uuidv7(), $1::text, n, '{}', $2::timestamptz - interval '1 hour' + interval '2 hours' * (n > 2500)::int`,
  } as const;
  const TEN_OF_EACH = Object.keys(TABLES).map((table) => [table, 10]);

  /** 2 500 that have expired and 10 that have not, in each table. */
  const fill = async () => {
    const { user } = await settle(store);
    for (const [table, rows] of Object.entries(TABLES))
      await store.sql.query(`INSERT INTO ${table} ${rows} FROM generate_series(1, 2510) n`, [user.id, NOW]);
  };
  const left = () =>
    Promise.all(
      Object.keys(TABLES).map(async (table) => {
        const { rows } = await store.sql.query<{ left: number }>(`SELECT count(*)::int AS left FROM ${table}`);
        return [table, rows[0]?.left];
      }),
    );

  it('deletes more than a batch holds, of each table, and nothing else', async () => {
    await fill();
    expect(await store.housekeeping.purgeExpired(NOW)).to.equal(15_000);
    expect(await left()).to.deep.equal(TEN_OF_EACH);
    expect(await store.housekeeping.purgeExpired(NOW)).to.equal(0);
  });

  it('is done by one process: another one that is asked meanwhile has nothing to do', async () => {
    const elsewhere = await store.sql.connect();
    await elsewhere.query('SELECT pg_advisory_lock(hashtext($$blotter housekeeping$$))');
    const later = new Date(NOW.getTime() + 86_400_000);
    expect(await store.housekeeping.purgeExpired(later)).to.equal(0);
    expect(await left()).to.deep.equal(TEN_OF_EACH);
    await elsewhere.query('SELECT pg_advisory_unlock_all()');
    elsewhere.release();
    expect(await store.housekeeping.purgeExpired(later)).to.equal(60);
  });
});
