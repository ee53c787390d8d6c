import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../repository.ts';
import type { RunFolder } from '../services/run-folder.ts';
import { nothing, type Tally } from './tally.ts';

export interface Pass {
  readonly name: string;
  readonly specs: readonly string[];
  /** How many files at once; 1 is mocha's serial mode. */
  readonly jobs: number;
  /** More options for mocha. */
  readonly options: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: RunFolder;
  readonly signal?: AbortSignal;
}

/**
 * One mocha process over these files. It leads a process group, which is killed when it is over: what a test started and forgot
 * ends there. Whatever goes wrong is at least one failure in the tally.
 */
export async function runMocha(pass: Pass): Promise<Tally> {
  const { folder, signal } = pass;
  const tallyFile = join(folder.path, `${pass.name}.json`);
  const mode = pass.jobs > 1 ? ['--parallel', '--jobs', String(pass.jobs)] : ['--no-parallel'];
  const program = join(repository, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const args = [program, ...mode, '--reporter-option', `tally=${tallyFile}`, ...pass.options, ...pass.specs];
  const child = spawn(process.execPath, args, {
    cwd: repository,
    env: { ...pass.environment, TMPDIR: folder.temporary },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const group = -child.pid!;
  folder.endAtLast(group, 'SIGKILL');
  const stop = (): void => kill(group);
  signal?.addEventListener('abort', stop);
  const [code] = (await once(child, 'exit')) as [number | null];
  signal?.removeEventListener('abort', stop);
  kill(group);
  folder.forget(group);
  const tally = await readTally(tallyFile);
  return code !== 0 && tally.failed + tally.skipped === 0 ? { ...tally, failed: 1 } : tally;
}

/** Without a tally mocha died before its reporter could say anything; its message is on the screen then. */
async function readTally(file: string): Promise<Tally> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Tally;
  } catch {
    return { ...nothing, failed: 1 };
  }
}

function kill(group: number): void {
  try {
    process.kill(group, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
