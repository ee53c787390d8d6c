import { expect } from 'chai';
import type { Import } from '#application/imports/import.ts';
import { inChunks } from '#test/application/imports/chunks.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { NOW } from '#test/domain/builders.ts';
import { bring, kept, moved } from './brought.ts';
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

  describe('of imports', () => {
    const LONG_AGO = new Date(NOW.getTime() - 31 * 86_400_000);
    const CHUNKS = 120;
    const ROWS = 12_000;

    /** A forgotten draft with many parts. */
    const aLargeDraft = async () => {
      const file = await bring(store, await settle(store), {
        state: 'draft',
        createdAt: LONG_AGO,
        updatedAt: LONG_AGO,
      });
      const owned = [file.userId, file.id];
      const [chunks, rows] = [
        `generate_series(1, ${CHUNKS}) n`,
        `generate_series(1, ${ROWS}) n, generate_series(0, 1) part`,
      ];
      await store.sql.query(`INSERT INTO import_chunks SELECT $1, $2, n, '' FROM ${chunks}`, owned);
      const columns = '(user_id, import_id, number, part, line, state, cells)';
      await store.sql.query(
        `INSERT INTO import_rows ${columns} SELECT $1, $2, n, part, n, 'new', '[]' FROM ${rows}`,
        owned,
      );
      return file;
    };
    const parts = async ({ id }: Import): Promise<number> => {
      const { rows } = await store.sql.query<{ parts: number }>(
        `SELECT ((SELECT count(*) FROM import_chunks WHERE import_id = $1) + (SELECT count(*) FROM import_rows WHERE import_id = $1))::int AS parts`,
        [id],
      );
      return rows[0]?.parts ?? 0;
    };
    const whole = CHUNKS + 2 * ROWS;

    it('deletes a large one by steps, none of which has much to delete', async () => {
      await store.sql.query(`CREATE TABLE steps (of text, deleted bigint);
        CREATE FUNCTION count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          INSERT INTO steps SELECT TG_TABLE_NAME, count(*) FROM gone; RETURN NULL;
        END $$;
        CREATE TRIGGER steps_of_chunks AFTER DELETE ON import_chunks REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_deleted();
        CREATE TRIGGER steps_of_rows AFTER DELETE ON import_rows REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_deleted()`);
      const file = await aLargeDraft();
      expect(await store.housekeeping.purgeExpired(NOW)).to.equal(1);
      expect([await kept(store, file), await parts(file)]).to.deep.equal([null, 0]);
      const { rows } = await store.sql.query('SELECT of, max(deleted)::int AS most FROM steps GROUP BY of ORDER BY of');
      expect(rows).to.deep.equal([
        { of: 'import_chunks', most: 50 },
        { of: 'import_rows', most: 10_000 },
      ]);
    });

    it('goes on with one that a purge has left half deleted, which nobody can take for a whole one', async () => {
      const file = await aLargeDraft();
      const elsewhere = await store.sql.connect();
      await elsewhere.query('BEGIN');
      await elsewhere.query('SELECT FROM import_rows WHERE import_id = $1 AND number = 11000 FOR UPDATE', [file.id]);
      expect(await refusalCodeOf(store.housekeeping.purgeExpired(NOW))).to.equal('UNAVAILABLE');
      expect(await parts(file)).to.be.within(1, whole - 1);
      expect(await store.imports.find(file.userId, file.id)).to.equal(null);
      expect(await refusalCodeOf(moved(store, file, 'committing'))).to.equal('STALE_VERSION');
      const late = store.importFiles.write(file.userId, file.id, inChunks('late'));
      expect(await refusalCodeOf(late)).to.equal('NOT_FOUND');
      await elsewhere.query('COMMIT');
      elsewhere.release();
      expect(await store.housekeeping.purgeExpired(NOW)).to.equal(1);
      expect([await kept(store, file), await parts(file)]).to.deep.equal([null, 0]);
    });

    it('waits for nobody who works on one', async () => {
      const file = await aLargeDraft();
      const elsewhere = await store.sql.connect();
      await elsewhere.query('BEGIN');
      await elsewhere.query('SELECT FROM imports WHERE id = $1 FOR UPDATE', [file.id]);
      expect(await store.housekeeping.purgeExpired(NOW)).to.equal(0);
      await elsewhere.query('UPDATE imports SET updated_at = $2, version = version + 1 WHERE id = $1', [file.id, NOW]);
      await elsewhere.query('COMMIT');
      elsewhere.release();
      expect(await store.housekeeping.purgeExpired(NOW)).to.equal(0);
      expect([(await kept(store, file))?.state, await parts(file)]).to.deep.equal(['draft', whole]);
    });

    it('deletes more than it marks at once', async () => {
      const { user } = await settle(store);
      await store.sql.query(
        `INSERT INTO imports (user_id, id, state, created_at, updated_at)
         SELECT $1, uuidv7(), 'failed', $2, $2 FROM generate_series(1, 1200)`,
        [user.id, LONG_AGO],
      );
      expect(await store.housekeeping.purgeExpired(NOW)).to.equal(1_200);
    });
  });
});
