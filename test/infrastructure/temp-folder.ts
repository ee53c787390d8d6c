import { chmod, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { secretFromDataFolder } from '#infrastructure/data-folder.ts';
import { createCluster } from '#infrastructure/embedded-postgres/create-cluster.ts';
import { findPostmaster } from '#infrastructure/embedded-postgres/postmaster.ts';
import { stopCluster } from '#infrastructure/embedded-postgres/stop-cluster.ts';

export const silent = { info: () => {}, warn: () => {} };

const made: string[] = [];

/** A folder of its own under the system's temporary one. Other users may pass through it. */
export async function tempFolder(mode = 0o755): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'blotter-test-')));
  await chmod(folder, mode);
  made.push(folder);
  return folder;
}

/** A data folder of its own with a stopped cluster. */
export async function folderWithCluster(): Promise<string> {
  const folder = await tempFolder();
  const password = await secretFromDataFolder(folder, 'postgres-password');
  const paths = { directory: join(folder, 'postgres'), logFile: join(folder, 'postgres.log') };
  await createCluster({ ...paths, password, log: silent, durable: false });
  return folder;
}

/** Stops what still runs in the folders of `tempFolder` and deletes them. */
export async function removeTempFolders(): Promise<void> {
  for (const folder of made.splice(0)) {
    await stopCluster(join(folder, 'postgres'));
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

/** The pid of the server that runs in a cluster's folder. */
export async function postmasterPid(directory: string): Promise<number> {
  return Number((await readFile(join(directory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

export async function runs(directory: string): Promise<boolean> {
  const { state } = await findPostmaster(directory);
  return state === 'ready' || state === 'starting';
}

/** Polls until the condition holds; an error says which one did not within 20 s. */
export async function until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within 20 s: ${what}`);
    await sleep(10);
  }
}

/** The error of a promise that must be rejected. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('It should have been refused.');
}
