import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts a process's time in hundredths of a second, whatever the kernel's own tick (USER_HZ, proc(5)). */
const TICK_MICROSECONDS = 10_000;

type Stat = { readonly parent: number; readonly own: number; readonly ofDead: number };

/** Microseconds that a process has used a processor, in user and kernel mode. NaN where there is no /proc. */
export function processorTime(pid: number): number {
  return statOf(String(pid))?.own ?? Number.NaN;
}

/** The same of a process and all its children, those that have ended too: PostgreSQL is one process a connection. */
export function familyTime(pid: number): number {
  const own = statOf(String(pid));
  if (own === null) return Number.NaN;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((stat) => stat?.parent === pid);
  return children.reduce((sum, child) => sum + (child?.own ?? 0), own.own + own.ofDead);
}

function statOf(pid: string): Stat | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    const [user, system, deadUser, deadSystem] = fields.slice(11, 15) as [number, number, number, number];
    return {
      parent: fields[1]!,
      own: (user + system) * TICK_MICROSECONDS,
      ofDead: (deadUser + deadSystem) * TICK_MICROSECONDS,
    };
  } catch {
    return null;
  }
}

/** Resident memory of a process in MB (10^6 bytes). NaN where there is no /proc. */
export function residentMegabytes(pid: number): number {
  try {
    return (Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / 1e6;
  } catch {
    return Number.NaN;
  }
}
