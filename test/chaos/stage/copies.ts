import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '#test/support/repository.ts';
import { Blotter, type BlotterOptions } from './blotter.ts';
import type { Stage } from './stage.ts';
import { tempFolder } from './temp-folder.ts';

/** Where a command finds the database: `DATA_DIR` or `DATABASE_URL`. */
type Place = Readonly<Record<string, string>>;

export type Ended = {
  readonly code: number | null;
  readonly stderr: string;
  /** What was said of each table, and of all. */
  readonly sums: readonly string[];
  readonly milliseconds: number;
  readonly peakMegabytes: number;
};

const CLI = join(repository, 'src/infrastructure/cli.ts');

/** `blotter backup` or `blotter restore`, begun. */
export async function begin(
  stage: Stage,
  place: Place,
  args: readonly string[],
  { wrapper = [] }: Pick<BlotterOptions, 'wrapper'> = {},
): Promise<Blotter> {
  const cwd = await tempFolder(stage);
  const command = [...wrapper, process.execPath, CLI, ...args];
  return await Blotter.start(stage, { settings: { DATA_DIR: cwd, ...place }, command, cwd });
}

/** The same, to its end. */
export async function run(...command: Parameters<typeof begin>): Promise<Ended> {
  const running = await begin(...command);
  let peakMegabytes = 0;
  const look = async (): Promise<void> => {
    peakMegabytes = Math.max(peakMegabytes, await peakOf(running.pid));
  };
  const watch = setInterval(() => void look(), 10);
  const { code, at } = await running.exited;
  clearInterval(watch);
  const sums = running.log.map(({ msg }) => String(msg)).filter((line) => /^[0-9a-f]{64} |tables/.test(line));
  return { code, stderr: running.stderr.trim(), sums, milliseconds: at - running.startedAt, peakMegabytes };
}

/** The most that it had in memory so far (proc(5)); 0 when it is gone. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}
