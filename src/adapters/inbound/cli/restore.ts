import type { Command } from 'commander';
import type { RestoreBackup } from '#application/upkeep/restore-backup.ts';
import { sumLines } from './sum-lines.ts';
import type { Terminal } from './terminal.ts';
import type { Use } from './use.ts';

/** `blotter restore`: a backup into an empty database. */
export function restoreCommand(program: Command, terminal: Terminal, use: Use<RestoreBackup>): void {
  program
    .command('restore')
    .description('Fill an empty database with a backup: all of it, or nothing.')
    .argument('<file>', 'the backup; - for standard input')
    .option('--verify', 'read the restored tables again and compare them with the backup; the default')
    .option('--no-verify', 'trust that what was loaded is there')
    .action(async (file: string, { verify = true }: { verify?: boolean }) => {
      const sums = await use((restore) => restore.execute(file, verify));
      for (const line of sumLines(sums)) terminal.out(line);
      terminal.out(verify ? 'Restored, and every table has the rows of the backup.' : 'Restored.');
    });
}
