import type { Pool } from 'pg';
import { PostgresImportFiles } from '#adapters/outbound/postgres/imports/postgres-import-files.ts';
import { PostgresImportLedger } from '#adapters/outbound/postgres/imports/postgres-import-ledger.ts';
import { PostgresImportQueries } from '#adapters/outbound/postgres/imports/postgres-import-queries.ts';
import { PostgresAccountQueries } from '#adapters/outbound/postgres/postgres-account-queries.ts';
import { PostgresUserQueries } from '#adapters/outbound/postgres/postgres-user-queries.ts';
import { NodeDigest } from '#adapters/outbound/security/node-digest.ts';
import { SystemClock } from '#adapters/outbound/security/system-clock.ts';
import { UuidIdGenerator } from '#adapters/outbound/security/uuid-id-generator.ts';
import type { ImportWork } from '#application/imports/import-work.ts';
import { ReadImport } from '#application/imports/read-import.ts';
import { CommitImport, UndoImport } from '#application/imports/settle-import.ts';
import type { ImportDeed } from './messages.ts';

const clock = new SystemClock();
const ids = new UuidIdGenerator();
const digest = new NodeDigest();

/** What is done with files, over these connections. */
export function importsOver(pool: Pool): { readonly [Deed in ImportDeed]: ImportWork } {
  const pools = { lists: pool, lookups: pool, writes: pool, jobs: pool };
  const imports = new PostgresImportQueries(pool);
  const ledger = new PostgresImportLedger(pool);
  const files = new PostgresImportFiles(pool);
  const [accounts, users] = [new PostgresAccountQueries(pools), new PostgresUserQueries(pools)];
  return {
    read: new ReadImport({ imports, files, ledger, accounts, users, ids, clock, digest }),
    commit: new CommitImport(imports, ledger, clock),
    undo: new UndoImport(imports, ledger, clock),
  };
}
