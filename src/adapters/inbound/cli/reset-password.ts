import type { Command } from 'commander';
import type { ResetPassword } from '#application/identity/reset-password.ts';
import type { Terminal } from './terminal.ts';
import type { Use } from './use.ts';

/** `blotter user reset-password`: for a user who cannot sign in. */
export function resetPasswordCommand(user: Command, terminal: Terminal, use: Use<ResetPassword>): void {
  user
    .command('reset-password')
    .description(
      'Give a user a new password and end every session and token; the password is asked for, or read from standard input.',
    )
    .requiredOption('--email <address>', 'the e-mail address of the user')
    .action(async ({ email }: { email: string }) => {
      const password = await terminal.askSecret('New password: ');
      await use((resetPassword) => resetPassword.execute(email, password));
      terminal.out(`${email} has a new password; every session and token is over.`);
    });
}
