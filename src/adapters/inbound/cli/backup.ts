import type { Command } from 'commander';
import type { BackUp } from '#application/upkeep/back-up.ts';
import { sumLines } from './sum-lines.ts';
import type { Terminal } from './terminal.ts';
import type { Use } from './use.ts';

/** `blotter backup`: everything in one file, while Blotter runs. */
export function backupCommand(program: Command, terminal: Terminal, use: Use<BackUp>): void {
  program
    .command('backup')
    .description('Write the whole database, as it is at this instant, into a file. Blotter may go on meanwhile.')
    .argument('<file>', 'the file to write; - for standard output')
    .option('--force', 'replace the file when there is one')
    .action(async (file: string, { force = false }: { force?: boolean }) => {
      const sums = await use((backUp) => backUp.execute(file, force));
      const say = file === '-' ? terminal.note : terminal.out;
      for (const line of sumLines(sums)) say(line);
      say(`Backed up to ${file === '-' ? 'standard output' : file}.`);
    });
}
