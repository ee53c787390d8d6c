import { execFile } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

/**
 * What postmaster.pid tells, checked against the processes that really run.
 * `stale`: its pid is dead or belongs to another program by now. `starting`: the server runs but takes no connections, be it
 * that it starts, recovers or stops. `ready`: by its own word; only a connection proves it.
 */
export type Postmaster =
  | { readonly state: 'none' }
  | { readonly state: 'stale'; readonly pid: number }
  | { readonly state: 'starting' | 'ready'; readonly pid: number; readonly port: number };

const emptyFileAgeMs = 5_000;

/** Looks at `postmaster.pid` of a cluster. Lines: pid, folder, start, port, socket folder, address, shared memory, status. */
export async function findPostmaster(directory: string): Promise<Postmaster> {
  const file = join(directory, 'postmaster.pid');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return { state: 'none' };
    }
    throw error;
  }
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) {
    await removeEmptyFile(file);
    return { state: 'none' };
  }
  if (!(await isPostmasterOf(pid, directory))) {
    return { state: 'stale', pid };
  }
  return { state: lines[7]?.trim() === 'ready' ? 'ready' : 'starting', pid, port: Number(lines[3]) };
}

/** A crash between making and writing the file leaves it empty, and PostgreSQL then refuses to start until it is gone. */
async function removeEmptyFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found !== undefined && Date.now() - found.mtimeMs > emptyFileAgeMs) {
    await rm(file, { force: true });
  }
}

/**
 * Whether this pid is a postgres whose data folder is this one. A pid alone proves nothing: containers hand out the same small
 * ones after each start. A zombie has no command line, hence is none.
 */
export async function isPostmasterOf(pid: number, directory: string): Promise<boolean> {
  if (process.platform !== 'linux') {
    const line = await commandLineByPs(pid);
    return line.includes('postgres') && line.includes(`-D ${directory} `);
  }
  const args: string[] = await readFile(`/proc/${pid}/cmdline`, 'utf8').then(
    (line) => line.split('\0'),
    () => [],
  );
  if (basename(args[0] ?? '') !== 'postgres') {
    return false;
  }
  // The working folder of a postmaster is its data folder, but reading it needs rights that a container's root may lack.
  const folders = [`/proc/${pid}/cwd`, args[args.indexOf('-D') + 1] ?? ''];
  const same = await Promise.all(folders.map((folder) => isSameFolder(folder, directory)));
  return same.includes(true);
}

async function isSameFolder(one: string, other: string): Promise<boolean> {
  try {
    const [a, b] = await Promise.all([stat(one), stat(other)]);
    return a.dev === b.dev && a.ino === b.ino;
  } catch {
    return false;
  }
}

async function commandLineByPs(pid: number): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('/bin/ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
    return stdout;
  } catch {
    return '';
  }
}
