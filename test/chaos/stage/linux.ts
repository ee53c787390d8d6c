import { readdir, readFile } from 'node:fs/promises';

/** What /proc tells about processes (proc(5)); the ones that ended meanwhile are passed over. */

const TICK_MILLISECONDS = 10;

export type ProcessUse = { readonly rssMegabytes: number; readonly cpuMilliseconds: number; readonly files: number };

export async function processUse(pid: number): Promise<ProcessUse> {
  const [stat, status, files] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
    readdir(`/proc/${pid}/fd`),
  ]);
  const fields = afterName(stat);
  const rss = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  // Fields 14 and 15: time in user and in kernel mode.
  const cpu = (Number(fields[11]) + Number(fields[12])) * TICK_MILLISECONDS;
  return { rssMegabytes: rss / 1024, cpuMilliseconds: cpu, files: files.length };
}

/** Pids of the processes that this one started. */
export async function childrenOf(pid: number): Promise<number[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(all.map(parentOf));
  return all.filter((_, index) => parents[index] === pid);
}

async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return Number(afterName(stat)[1] ?? 0);
}

/** The fields after the name, which may itself hold spaces and brackets: state is the first, the parent the second. */
const afterName = (stat: string): string[] => stat.slice(stat.lastIndexOf(')') + 2).split(' ');

/** Command lines of the processes that name this folder. */
export async function processesNaming(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(folder)).map((line) => line.replaceAll('\0', ' '));
}

/** Whether it runs; a zombie does not. */
export async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && afterName(stat)[0] !== 'Z';
}

export async function openFilesLimit(): Promise<number> {
  const limits = await readFile('/proc/self/limits', 'utf8');
  return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? 1024);
}
