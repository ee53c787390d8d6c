import { createHmac } from 'node:crypto';
import { chown, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { postgresBinaries } from './binaries.ts';
import { launcherFor } from './launcher.ts';
import type { Log } from './log.ts';
import { findPostmaster } from './postmaster.ts';
import { runAlone, type SingleUser } from './run-program.ts';

/** The role that serves requests. `blotter`, which owns the database and migrates it, may do more. */
export const APPLICATION_ROLE = 'blotter_app';

/** The password of the application's role, made of the owner's: one secret is kept, and the one role's does not tell the other's. */
export const applicationPassword = (ownerPassword: string): string =>
  createHmac('sha256', ownerPassword).update(APPLICATION_ROLE).digest('base64url');

/**
 * Makes the role, or makes it what it should be. It reads and writes the rows of every table, those to come too, and changes the shape of
 * none; what is only ever added to is taken out of its reach by the migration that makes it.
 */
export async function makeApplicationRole(cluster: SingleUser, ownerPassword: string): Promise<void> {
  await runAlone(cluster, 'blotter', [
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${APPLICATION_ROLE}') THEN CREATE ROLE ${APPLICATION_ROLE} LOGIN; END IF; END $$`,
    // The owner sees what its sessions wait for, and may end them.
    `GRANT ${APPLICATION_ROLE} TO blotter`,
    `ALTER ROLE ${APPLICATION_ROLE} PASSWORD '${applicationPassword(ownerPassword)}'`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${APPLICATION_ROLE}`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE blotter IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${APPLICATION_ROLE}`,
    `DO $$ BEGIN IF to_regclass('audit_log') IS NOT NULL THEN REVOKE UPDATE, DELETE ON audit_log FROM ${APPLICATION_ROLE}; END IF; END $$`,
  ]);
  // Last, and in one step: who finds the line knows that the rest was done.
  const file = accessFile(cluster.directory);
  await writeFile(`${file}.new`, ACCESS, { mode: 0o600 });
  const { account } = cluster.launcher;
  if (account !== undefined) await chown(`${file}.new`, account.uid, account.gid);
  await rename(`${file}.new`, file);
}

/** Who may log in, and how; nobody else does. */
const ACCESS = ['all blotter', `blotter ${APPLICATION_ROLE}`]
  .map((who) => `host ${who} 127.0.0.1/32 scram-sha-256\n`)
  .join('');

const accessFile = (directory: string): string => join(directory, 'pg_hba.conf');

/**
 * Whether the application has its role in this cluster. One that an older Blotter made gets it here, unless its server runs: then it waits for
 * a later start.
 */
export async function ensureApplicationRole(
  cluster: Omit<SingleUser, 'launcher'> & { readonly password: string; readonly log: Log },
): Promise<boolean> {
  const { directory, password, log } = cluster;
  if ((await readFile(accessFile(directory), 'utf8')).includes(APPLICATION_ROLE)) return true;
  const { state } = await findPostmaster(directory);
  if (state === 'ready' || state === 'starting') return false;
  try {
    const launcher = await launcherFor(directory, await postgresBinaries(), log);
    await makeApplicationRole({ ...cluster, launcher }, password);
    return true;
  } catch (error) {
    log.warn({ reason: (error as Error).message }, 'the application could not be given its own database role');
    return false;
  }
}
