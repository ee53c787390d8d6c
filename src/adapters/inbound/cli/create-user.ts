import { type Command, Option } from 'commander';
import { OPERATOR } from '#application/identity/doers.ts';
import type { RegisterUser } from '#application/identity/register-user.ts';
import { ROLES, type Role } from '#domain/identity/role.ts';
import type { Terminal } from './terminal.ts';
import type { Use } from './use.ts';

type Options = { readonly email: string; readonly username?: string; readonly role: Role };

/** `blotter user create`: the way to the first admin. */
export function createUserCommand(user: Command, terminal: Terminal, use: Use<RegisterUser>): void {
  user
    .command('create')
    .description('Create a user; the password is asked for, or read from standard input.')
    .requiredOption('--email <address>', 'the e-mail address to sign in with')
    .option('--username <name>', 'how the user is called; the name of the e-mail address by default')
    .addOption(new Option('--role <role>', 'what the user may do').choices([...ROLES]).default('user'))
    .action(async ({ email, username, role }: Options) => {
      const password = await terminal.askSecret('Password: ');
      const [name = ''] = email.split('@');
      const draft = { email, password, username: username ?? name };
      const created = await use((registerUser) => registerUser.execute(draft, OPERATOR, role));
      terminal.out(`Created ${created.role} ${created.email} with id ${created.id}.`);
    });
}
