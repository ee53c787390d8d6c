import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { repository } from '#test/support/repository.ts';

const run = promisify(execFile);

/** What a newcomer has after `git clone`: the files that git knows or would take, and no node_modules. */
export async function freshClone(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fresh-clone-'));
  const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const { stdout } = await run('git', listing, { cwd: repository, maxBuffer: 2 ** 26 });
  for (const file of stdout.split('\0').filter((name) => name !== '')) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(repository, file), join(folder, file)).catch(ignoreDeleted);
  }
  return folder;
}

function ignoreDeleted(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

export type Typed = { readonly code: number | null; readonly output: string };

/** Runs what somebody types in a shell, in a folder, to its end. */
export async function typed(folder: string, script: string, environment: NodeJS.ProcessEnv): Promise<Typed> {
  return await startTyping(folder, script, environment).ended;
}

export type Typing = { readonly ended: Promise<Typed>; readonly output: () => string; stop(): Promise<Typed> };

/** Starts what somebody types in a shell; `stop` is Ctrl-C. */
export function startTyping(folder: string, script: string, environment: NodeJS.ProcessEnv): Typing {
  const child = spawn('bash', ['-c', `set -eo pipefail\n${script}`], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  return {
    ended,
    output: () => output,
    stop: async () => {
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
      return await ended;
    },
  };
}

/** Resolves when the address answers 200; gives up with what was printed when the typing ends first. */
export async function answers(url: string, typing: Typing): Promise<void> {
  let over = false;
  void typing.ended.then(() => {
    over = true;
  });
  while (!over) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await sleep(50);
  }
  throw new Error(`It ended before it answered:\n${typing.output()}`);
}

export const removeClone = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
