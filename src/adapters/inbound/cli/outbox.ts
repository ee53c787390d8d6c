import type { Command } from 'commander';
import type { KeepOutbox } from '#application/outbox/keep-outbox.ts';
import type { OutboxContent } from '#application/ports/outbox.ts';
import type { Terminal } from './terminal.ts';
import type { Use } from './use.ts';

/** `blotter outbox list` and `blotter outbox retry`: mails that could not be delivered. */
export function outboxCommands(program: Command, terminal: Terminal, use: Use<KeepOutbox>): void {
  const outbox = program.command('outbox').description('Look after mails that could not be delivered.');
  outbox
    .command('list')
    .description('Show what was set aside after its last try, oldest first.')
    .action(async () => {
      const parked = await use((keepOutbox) => keepOutbox.parked());
      if (parked.length === 0) terminal.out('Nothing is set aside.');
      for (const { id, createdAt, content, tries, lastError } of parked)
        terminal.out(`${id}  ${createdAt.toISOString()}  ${whatFor(content)}  ${tries} tries: ${lastError}`);
    });
  outbox
    .command('retry')
    .description('Try all of that again.')
    .action(async () => {
      terminal.out(`${await use((keepOutbox) => keepOutbox.retry())} to be tried again.`);
    });
}

function whatFor(content: OutboxContent): string {
  if (content.kind === 'mail') return `"${content.mail.subject}" to ${content.mail.to}`;
  return `${content.kind === 'reset-asked' ? 'a new password' : 'a confirmation'} for ${content.email}`;
}
