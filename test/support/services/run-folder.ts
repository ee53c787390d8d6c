import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, realpath, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Everything that a test run leaves lying: folders and processes, all gone when the run is. */
export interface RunFolder {
  /** Of the services, in memory where there is enough. Absolute, without symbolic links, passable for every user. */
  readonly path: string;
  /** The TMPDIR of the tests, on a disk. */
  readonly temporary: string;
  /** Sends this signal at the end of the run. A negative pid is a process group. */
  endAtLast(pid: number, signal: NodeJS.Signals): void;
  forget(pid: number): void;
  /** Ends all processes; the folders are deleted as soon as this process has exited. */
  close(): Promise<void>;
}

const memory = '/dev/shm';
const enoughMemory = 4 * 2 ** 30;

/** What is to end is told to a guard process, so that it happens also when this process is killed by SIGKILL. */
export async function openRunFolder(): Promise<RunFolder> {
  const disk = await realpath(tmpdir());
  const [path, temporary] = await Promise.all([newFolder((await hasRoom(memory)) ? memory : disk), newFolder(disk)]);
  // PostgreSQL does not run as root, so the folders of a root must let others in.
  await Promise.all([chmod(path, 0o755), chmod(temporary, 0o1777)]);
  const program = fileURLToPath(import.meta.resolve('../processes/guard.ts'));
  // Detached: the Ctrl-C that ends the run must not end its guard.
  const guard = spawn(process.execPath, [program, path, temporary], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  guard.unref();
  const tell = (pid: number, signal: NodeJS.Signals | null): void => {
    guard.stdin.write(`${JSON.stringify({ pid, signal })}\n`);
  };
  return {
    path,
    temporary,
    endAtLast: tell,
    forget: (pid) => tell(pid, null),
    async close() {
      guard.stdin.end();
      guard.stdout.resume();
      await once(guard.stdout, 'end');
    },
  };
}

async function newFolder(parent: string): Promise<string> {
  return await mkdtemp(join(parent, 'blotter-run-'));
}

/** A copy of the template takes 50 ms in memory, 350 ms on a disk. Docker gives a container 64 MB of it by default. */
async function hasRoom(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return Math.min(bavail * bsize, process.availableMemory()) > enoughMemory;
  } catch {
    return false;
  }
}
