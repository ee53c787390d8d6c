import type { Client } from 'pg';
import { migrationNames, ownMigrations } from './migration-files.ts';
import {
  appliedMigrations,
  lockKey,
  migrationsTable,
  NewerDatabaseError,
  umzugFor,
  untilLocked,
} from './migrations.ts';

/** Nobody migrates the database as long as this connection lives. @param alone nobody copies it either. */
export async function holdSchema(client: Client, alone: boolean, waitSeconds: number): Promise<void> {
  const share = alone ? '' : '_shared';
  await untilLocked(waitSeconds, () => client.query(`SELECT pg_advisory_lock${share}(${lockKey})`));
}

/**
 * Inside a transaction of the caller: undoes what is applied from where it parts from the wanted ones, and applies what is missing.
 * @throws {NewerDatabaseError} before anything is changed, when either has a migration that this code does not know.
 */
export async function bringSchema(client: Client, to: readonly string[] | 'newest'): Promise<void> {
  const known = await migrationNames(ownMigrations);
  const wanted = to === 'newest' ? known : to;
  assertKnown(known, wanted, 'backup');
  await client.query(migrationsTable);
  const applied = [...(await appliedMigrations(client)).keys()].sort();
  assertKnown(known, applied, 'database');
  const parting = applied.findIndex((name, index) => name !== wanted[index]);
  const kept = parting < 0 ? applied.length : parting;
  const umzug = await umzugFor(client, ownMigrations, known, undefined);
  const [extra, missing] = [applied.slice(kept).reverse(), wanted.slice(kept)];
  if (extra.length > 0) await umzug.down({ migrations: extra });
  if (missing.length > 0) await umzug.up({ migrations: missing });
}

function assertKnown(known: readonly string[], names: readonly string[], what: string): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new NewerDatabaseError(
      `This ${what} was made by a newer Blotter: it has migration ${unknown}, which this version does not know. Restore with that version.`,
    );
}
