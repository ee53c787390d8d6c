import { setTimeout as sleep } from 'node:timers/promises';
import { findPostmaster, isPostmasterOf } from './postmaster.ts';

const patienceMs = 60_000;

/**
 * PostgreSQL's fast shutdown (connections are ended, everything is written), for a server that we started and for an adopted one
 * alike. Returns when it is gone, also when there was none. Throws when it is still there after 60 s.
 */
export async function stopCluster(directory: string): Promise<void> {
  const found = await findPostmaster(directory);
  if (found.state === 'none' || found.state === 'stale') return;
  const deadline = Date.now() + patienceMs;
  signal(found.pid);
  while (await isPostmasterOf(found.pid, directory)) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (pid ${found.pid}) in ${directory} does not stop.`);
    await sleep(10);
  }
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
