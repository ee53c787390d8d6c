import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** `blotter openapi`: the contract, for a linter or a client generator. */
export function openApiCommand(program: Command, terminal: Terminal, openApi: () => Promise<unknown>): void {
  program
    .command('openapi')
    .description('Print the OpenAPI 3.1 document.')
    .action(async () => {
      terminal.out(JSON.stringify(await openApi(), null, 2));
    });
}
