import { expect } from 'chai';
import type { PoolClient } from 'pg';
import { auditStatement } from '#adapters/outbound/postgres/postgres-audit-queries.ts';
import { auditLogContract } from './audit-log-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';

auditLogContract('memory', openMemoryStore);
auditLogContract('PostgreSQL', openPostgresStore);

describe('The audit log in PostgreSQL', () => {
  let store: PostgresStore;
  let client: PoolClient | undefined;

  before(async () => {
    store = await openPostgresStore();
    for (let event = 0; event < 3; event += 1)
      await store.unitOfWork.run(({ audit }) =>
        audit.record({
          action: 'sign_in.failed',
          by: { userId: null, credentialId: null, client: { address: null, userAgent: null } },
          to: null,
        }),
      );
  });
  after(async () => {
    client?.release(true);
    await store.close();
  });

  for (const change of [
    "UPDATE audit_log SET action = 'other'",
    'DELETE FROM audit_log',
    'TRUNCATE audit_log',
    "UPDATE audit_log SET action = 'other' WHERE false",
  ])
    it(`refuses ${change}, also to its owner`, async () => {
      const refusal = await store.sql.query(change).catch((error: Error) => error);
      expect(String(refusal)).to.equal('error: rows of audit_log are only ever added');
      expect((await store.sql.query('SELECT action FROM audit_log')).rows).to.deep.equal(
        Array(3).fill({ action: 'sign_in.failed' }),
      );
    });

  it('walks an index in its order for every filter, however long it is', async () => {
    await store.sql.query(`INSERT INTO audit_log (action, actor_id, subject_id, details)
      SELECT (ARRAY['sign_in.failed', 'user.enabled'])[1 + n % 2], md5((n % 50)::text)::uuid, md5((n % 70)::text)::uuid, '{}'
      FROM generate_series(1, 20000) AS n`);
    await store.sql.query('ANALYZE audit_log');
    client = await store.pools.lists.connect();
    const {
      rows: [row],
    } = await store.sql.query('SELECT actor_id FROM audit_log WHERE actor_id IS NOT NULL LIMIT 1');
    const userId: string = row.actor_id;
    const action = 'user.enabled';
    for (const filter of [{}, { action }, { userId }, { userId, action }] as const) {
      const { statement, values } = auditStatement({ filter, limit: 50, before: null });
      const literals = values.map((value) => (typeof value === 'number' ? value : `'${value}'`));
      await client.query(`PREPARE page AS ${statement.text}`);
      for (const mode of ['force_custom_plan', 'force_generic_plan']) {
        await client.query(`SET plan_cache_mode = ${mode}`);
        const { rows } = await client.query(`EXPLAIN EXECUTE page(${literals.join(', ')})`);
        const plan = rows.map((line) => line['QUERY PLAN']).join('\n');
        expect(plan).to.match(/Index Scan Backward using audit_log/);
        expect(plan).not.to.match(/Seq Scan on audit_log|Bitmap|-> {2}Sort|-> {2}Incremental/);
      }
      await client.query('DEALLOCATE page');
    }
  });
});
