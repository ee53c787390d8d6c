import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { postgresBinaries } from './binaries.ts';
import type { Launcher } from './launcher.ts';
import { openLogFile, readSince } from './log-file.ts';

/** Runs a program of PostgreSQL to its end. Throws what it wrote when it failed. */
export async function runProgram(
  launcher: Launcher,
  logFile: string,
  program: string,
  args: string[],
  input = '',
): Promise<void> {
  const log = await openLogFile(logFile);
  try {
    const start = (await log.stat()).size;
    const { file, args: all, options } = launcher.command(program, args);
    const child = spawn(file, all, { ...options, stdio: ['pipe', log.fd, log.fd] });
    // A program that dies early breaks the pipe; its exit code says it better.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
    const [code, signal] = await once(child, 'close');
    if (code !== 0)
      throw new Error(`${basename(program)} failed (${code ?? signal}):\n${await readSince(logFile, start)}`);
  } finally {
    await log.close();
  }
}

export type SingleUser = {
  /** The cluster, which no server may be using. */
  readonly directory: string;
  readonly logFile: string;
  readonly launcher: Launcher;
  readonly durable?: boolean | undefined;
};

/** Runs statements as a superuser without a server, each on a line of its own: the one way in, as nobody may log in as such. */
export async function runAlone(
  { directory, logFile, launcher, durable }: SingleUser,
  database: string,
  statements: readonly string[],
): Promise<void> {
  const { postgres } = await postgresBinaries();
  const fsync = durable === false ? ['-F'] : [];
  const settings = ['-c', 'exit_on_error=on', '-c', 'log_checkpoints=off'];
  const input = statements.map((statement) => `${statement}\n`).join('');
  await runProgram(launcher, logFile, postgres, ['--single', ...fsync, '-D', directory, ...settings, database], input);
}
