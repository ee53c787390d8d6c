import { randomBytes } from 'node:crypto';
import { access, chown, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeApplicationRole } from './application-role.ts';
import { postgresBinaries } from './binaries.ts';
import { isAlive } from './is-alive.ts';
import { type Launcher, launcherFor } from './launcher.ts';
import type { Log } from './log.ts';
import { runAlone, runProgram } from './run-program.ts';

export interface NewCluster {
  /** The folder to be; its parent exists. Absolute and without symbolic links. */
  readonly directory: string;
  /** Of the role `blotter`; base64url, because it goes into a statement as it is. */
  readonly password: string;
  readonly logFile: string;
  readonly log: Log;
  /** False for throw-away clusters of tests: nothing is forced to the disk. */
  readonly durable?: boolean;
}

const longestInitMs = 10 * 60_000;

/**
 * Makes a cluster with the database `blotter`, owned by the role `blotter`, unless the folder already holds one. Returns whether
 * it was made here.
 *
 * All of it happens in a folder beside, which gets its name as the last step. So a kill at any moment leaves no half-made
 * cluster, and of two first starts one wins the name and the other goes on with the winner's. What killed ones left is removed.
 *
 * The role may make databases and is no superuser; the application's own role may do less. Nobody else may log in, so that no SQL reaches
 * the server's files.
 */
export async function createCluster(cluster: NewCluster): Promise<boolean> {
  const { directory, log } = cluster;
  if (await isCluster(directory)) {
    return false;
  }
  await removeLeftovers(directory);
  const launcher = await launcherFor(directory, await postgresBinaries(), log);
  const draft = `${directory}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(draft, { mode: 0o700 });
    if (launcher.account !== undefined) {
      await chown(draft, launcher.account.uid, launcher.account.gid);
    }
    await fill(draft, cluster, launcher);
    return await takeName(draft, directory);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function fill(draft: string, cluster: NewCluster, launcher: Launcher): Promise<void> {
  const { logFile, durable, password } = cluster;
  const { initdb } = await postgresBinaries();
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const lazy = durable === false ? ['--no-sync'] : [];
  await runProgram(launcher, logFile, initdb, [
    ...['-D', draft, '--username=postgres', '--auth=reject', '--data-checksums', '--no-instructions'],
    ...locale,
    ...lazy,
  ]);
  const made = { directory: draft, logFile, launcher, durable };
  await runAlone(made, 'postgres', [
    `CREATE ROLE blotter LOGIN CREATEDB PASSWORD '${password}'`,
    'CREATE DATABASE blotter OWNER blotter',
  ]);
  await makeApplicationRole(made, password);
}

/** Renames onto the name, which fails when a cluster is there; whoever made that one was first. */
async function takeName(draft: string, directory: string): Promise<boolean> {
  try {
    await rename(draft, directory);
  } catch (cause) {
    if (await isCluster(directory)) {
      return false;
    }
    throw new Error(`${directory} is in the way of the database: it holds something that is no PostgreSQL cluster.`, {
      cause,
    });
  }
  const parent = await open(dirname(directory), 'r');
  await parent.sync();
  await parent.close();
  return true;
}

async function isCluster(directory: string): Promise<boolean> {
  return await access(join(directory, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

async function removeLeftovers(directory: string): Promise<void> {
  const parent = dirname(directory);
  const prefix = `${basename(directory)}.new-`;
  for (const name of (await readdir(parent)).filter((entry) => entry.startsWith(prefix))) {
    const leftover = join(parent, name);
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    const age = Date.now() - (await stat(leftover).then((found) => found.mtimeMs, Date.now));
    if (!isAlive(pid) || age > longestInitMs) {
      // Its initdb may still be writing for a moment, which makes a folder "not empty" once more.
      await rm(leftover, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    }
  }
}
