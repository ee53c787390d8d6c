import { type Command, Option } from 'commander';
import type { ExportOperations } from '#application/exports/export-operations.ts';
import type { ActFor } from '#application/identity/act-for.ts';
import { EXPORT_FORMATS, type ExportFormat } from '#application/ports/operation-export.ts';
import type { Terminal } from './terminal.ts';
import type { Use } from './use.ts';

export type ExportUseCases = { readonly actFor: ActFor; readonly exportOperations: ExportOperations };

type Options = { readonly user: string; readonly format: ExportFormat; readonly force?: boolean };

/** `blotter export`: a user's ledger as a file, which an import takes again. */
export function exportCommand(program: Command, terminal: Terminal, use: Use<ExportUseCases>): void {
  program
    .command('export')
    .description("Write a user's operations, as they are at this instant, into a file. Blotter may go on meanwhile.")
    .argument('[file]', 'the file to write; - for standard output', '-')
    .requiredOption('--user <address>', 'the e-mail address of the user')
    .addOption(new Option('--format <format>', 'of the file').choices([...EXPORT_FORMATS]).default('csv'))
    .option('--force', 'replace the file when there is one')
    .action(async (file: string, { user, format, force = false }: Options) => {
      await use(async ({ actFor, exportOperations }) => {
        const pieces = await exportOperations.execute(await actFor.execute(user), {}, format);
        try {
          await terminal.write(file, force, pieces);
        } finally {
          await pieces.return();
        }
      });
      if (file !== '-') terminal.out(`Exported to ${file}.`);
    });
}
