import { closeSync } from 'node:fs';
import { glob, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPostmaster } from '#infrastructure/embedded-postgres/postmaster.ts';

/**
 * Cleans up after a test run, also after one that was killed by SIGKILL: started by it with a pipe as stdin, which closes when
 * the run ends in whatever way. Until then each line tells what to end: {"pid": 1, "signal": "SIGTERM"}, a negative pid being a
 * process group and a null signal taking it back. When all have ended it closes its stdout; the folders given as arguments are
 * deleted last, when the run itself is gone.
 */
const folders = process.argv.slice(2);
const patienceMs = 5_000;
const run = process.ppid;
const victims = new Map<number, NodeJS.Signals>();

for await (const line of createInterface(process.stdin)) {
  const { pid, signal } = JSON.parse(line) as { pid: number; signal: NodeJS.Signals | null };
  if (signal === null) {
    victims.delete(pid);
  } else {
    victims.set(pid, signal);
  }
}

for (const [pid, signal] of victims) {
  kill(pid, signal);
}
await Promise.all([...victims.keys()].map(awaitEnd));
closeSync(process.stdout.fd);
await until(() => process.ppid !== run);
for (const folder of folders) {
  await endPostgresIn(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

/** A PostgreSQL of Blotter outlives who started it, so a test that was killed leaves it running. */
async function endPostgresIn(folder: string): Promise<void> {
  for await (const file of glob('{*,*/*,*/*/*}/postmaster.pid', { cwd: folder })) {
    const found = await findPostmaster(join(folder, dirname(file)));
    if ('port' in found) {
      kill(found.pid, 'SIGQUIT');
      await awaitEnd(found.pid);
    }
  }
}

async function awaitEnd(pid: number): Promise<void> {
  if (!(await until(() => !kill(pid, 0)))) {
    kill(pid, 'SIGKILL');
  }
}

async function until(condition: () => boolean): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (!condition()) {
    if (Date.now() > deadline) {
      return false;
    }
    await sleep(10);
  }
  return true;
}

/** Returns false when there is nothing to signal. */
function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
