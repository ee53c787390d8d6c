import { expect } from 'chai';
import fc from 'fast-check';
import { PostgresOperationExport } from '#adapters/outbound/postgres/postgres-operation-export.ts';
import { EXPORT_FORMATS } from '#application/ports/operation-export.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { anOperationDraft } from '#test/domain/builders.ts';
import { EVERY_KIND, ODD_TEXTS } from './every-kind.ts';
import { exported, operationExportContract } from './operation-export-contract.ts';
import { anOperationOf, bookAll, ids, settle } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { openSameLedger } from './stores/same-ledger.ts';
import { until } from './until.ts';

operationExportContract('memory', openMemoryStore);
operationExportContract('PostgreSQL', openPostgresStore);

const exporting = async ({ sql }: PostgresStore): Promise<number> => {
  const { rows } = await sql.query(
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY%'",
  );
  return rows.length;
};

describe('An export', () => {
  it('is the same file from memory and from PostgreSQL, whatever people write', async () => {
    const random = fc.sample(fc.string({ unit: 'binary', maxLength: 12 }), { seed: 7, numRuns: 60 });
    const notes = [...ODD_TEXTS, ...random.map((text) => text.replace(/\p{Cc}/gu, ' '))];
    const drafts = [
      ...EVERY_KIND,
      ...notes.map((note) => anOperationDraft({ note, tags: note.trim() ? [note.slice(0, 40)] : [] })),
    ];
    const { stores, ada, close } = await openSameLedger([ids.next(), ids.next()], drafts);
    try {
      for (const format of EXPORT_FORMATS) {
        const [memory, postgres] = await Promise.all(stores.map((store) => exported(store, ada.user.id, format)));
        expect(postgres).to.equal(memory);
      }
    } finally {
      await close();
    }
  });

  it('from PostgreSQL is of one snapshot, in connections of its own, at most three of one user at once', async () => {
    const store: PostgresStore = await openPostgresStore();
    try {
      const ada = await settle(store);
      await store.sql.query(
        `INSERT INTO operations (user_id, id, account_id, type, quantity, fee, payment, currency, date, date_precision, note, tags, version, created_at, updated_at)
         SELECT $1, uuidv7(), $2, 'deposit', 0, 0, n, 'USD', '2020-01-01', 'day', repeat('x', 500), '{}', 1, now(), now() FROM generate_series(1, 20000) n`,
        [ada.user.id, ada.account.id],
      );
      const pieces = await Promise.all([1, 2, 3].map(() => store.operationExport.open(ada.user.id, {}, 'ndjson')));
      const fourth = await store.operationExport.open(ada.user.id, {}, 'csv').catch((error) => error.code);
      expect(fourth).to.equal('OVERLOADED');
      const bea = await settle(store);
      expect(await exported(store, bea.user.id, 'ndjson')).to.equal('');
      await store.sql.query('DELETE FROM operations WHERE user_id = $1', [ada.user.id]);
      for (const each of pieces) {
        let lines = 0;
        for await (const piece of each) lines += Buffer.from(piece).toString().split('\n').length - 1;
        expect(lines).to.equal(20_000);
      }
      expect(await exported(store, ada.user.id, 'json')).to.equal('[\n]\n');
    } finally {
      await store.close();
    }
  });

  it('from PostgreSQL leaves nothing that would keep a process, taken to its end or not', async () => {
    const store: PostgresStore = await openPostgresStore();
    try {
      const ada = await settle(store);
      await bookAll(store, [anOperationOf(ada, anOperationDraft())]);
      const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
      const before = timers();
      await exported(store, ada.user.id, 'csv');
      const unread = await store.operationExport.open(ada.user.id, {}, 'csv');
      await unread.return();
      await until('no clock runs on', () => timers() <= before);
    } finally {
      await store.close();
    }
  });

  it('from PostgreSQL that nobody takes is let go, and does not end as if it were whole', async () => {
    const store: PostgresStore = await openPostgresStore();
    try {
      const ada = await settle(store);
      const impatient = new PostgresOperationExport(store.url, 0);
      const pieces = (await impatient.open(ada.user.id, {}, 'json'))[Symbol.asyncIterator]();
      expect((await pieces.next()).done).to.equal(false);
      await until('the export is let go', async () => (await exporting(store)) === 0);
      expect(await refusalCodeOf(Promise.resolve(pieces.next()))).to.equal('UNAVAILABLE');
    } finally {
      await store.close();
    }
  });
});
