import { open } from 'node:fs/promises';
import { enableCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { backupCommand } from '#adapters/inbound/cli/backup.ts';
import { createUserCommand } from '#adapters/inbound/cli/create-user.ts';
import { exportCommand } from '#adapters/inbound/cli/export.ts';
import { type ImportUseCases, importCommand, PartlyBooked } from '#adapters/inbound/cli/import.ts';
import { jobCommands } from '#adapters/inbound/cli/jobs.ts';
import { openApiCommand } from '#adapters/inbound/cli/openapi.ts';
import { resetPasswordCommand } from '#adapters/inbound/cli/reset-password.ts';
import { restoreCommand } from '#adapters/inbound/cli/restore.ts';
import type { Terminal } from '#adapters/inbound/cli/terminal.ts';
import { writeWhole } from '#adapters/outbound/backup-file/write-whole.ts';
import type { CommandUseCases } from './open-cli.ts';
import type { CopyUseCases } from './open-copies.ts';
import { progressOn } from './progress-bar.ts';
import { version } from './version.ts';

enableCompileCache();

/** What the process ends with when a part of a file was booked. */
const PARTLY = 2;

const terminal: Terminal = {
  out: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
  progress: progressOn(process.stderr),
  askSecret,
  read: async (path) => (path === '-' ? process.stdin : (await open(path)).createReadStream()),
  write: (path, replace, pieces) =>
    path === '-'
      ? pipeline(pieces, process.stdout, { end: false })
      : writeWhole(path, replace, (file) => pipeline(pieces, file)),
};

const program = new Command('blotter').description('A self-hosted ledger of trading operations.').version(version);
const user = program.command('user').description('Keep the users.');
createUserCommand(user, terminal, (work) => withUseCases(({ registerUser }) => work(registerUser)));
resetPasswordCommand(user, terminal, (work) => withUseCases(({ resetPassword }) => work(resetPassword)));
jobCommands(program, terminal, (work) => withUseCases(({ keepJobs }) => work(keepJobs)));
importCommand(program, terminal, withImports);
exportCommand(program, terminal, withUseCases);
backupCommand(program, terminal, (work) => withCopies(({ backUp }) => work(backUp)));
restoreCommand(program, terminal, (work) => withCopies(({ restoreBackup }) => work(restoreBackup)));
openApiCommand(program, terminal, async () => {
  const { openApiDocument } = await import('#adapters/inbound/http/documents/openapi.ts');
  return openApiDocument(version);
});

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof PartlyBooked ? PARTLY : 1;
}
// Everything is stopped and said; Agenda would look after a job that is over for some seconds more.
process.exit();

/** Loaded when a command needs it: a copy does without the whole application. */
async function withUseCases<Result>(work: (useCases: CommandUseCases) => Promise<Result>): Promise<Result> {
  return (await import('./open-cli.ts')).withUseCases(work);
}

async function withImports(work: (useCases: ImportUseCases, interrupted: AbortSignal) => Promise<void>): Promise<void> {
  await (await import('./open-cli.ts')).withImports(work);
}

async function withCopies<Result>(work: (useCases: CopyUseCases) => Promise<Result>): Promise<Result> {
  return (await import('./open-copies.ts')).withCopies(work);
}

/** Reads one line; on a terminal the question is shown and the answer is not. */
async function askSecret(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (stdin.isTTY) stderr.write(question);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silence, terminal: stdin.isTTY });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (stdin.isTTY) stderr.write('\n');
  }
}
