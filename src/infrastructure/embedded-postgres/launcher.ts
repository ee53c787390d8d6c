import { execFile } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './binaries.ts';
import type { Log } from './log.ts';

const run = promisify(execFile);
const environment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };
const ownAccount = 'blotter-postgres';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Command {
  readonly file: string;
  readonly args: string[];
  readonly options: {
    readonly cwd: string;
    readonly env: Record<string, string>;
    readonly uid?: number;
    readonly gid?: number;
  };
}

/** Says how a PostgreSQL program is to be run here, and who must own the files of the cluster (undefined: whoever we are). */
export interface Launcher {
  readonly account: Account | undefined;
  command(program: string, args: readonly string[]): Command;
}

/**
 * PostgreSQL refuses to run as root. So as root it runs as the owner of the cluster if there is one, else as the system user
 * `postgres`, else as a system user made for it. Everybody else runs it as himself.
 *
 * That user is often unable to pass through the folders above the checkout or the data (/root is 700). Then the programs get
 * the one capability to read past modes, on top of their own user. Where the kernel grants only the wider one (a container
 * started by Docker with its defaults) they get that: such a container's root has it as well, and nobody can log in to
 * PostgreSQL with the right to touch files of the server.
 * Throws one sentence that says what to do when no way is open.
 */
export async function launcherFor(directory: string, binaries: PostgresBinaries, log: Log): Promise<Launcher> {
  if (process.getuid?.() !== 0) {
    return {
      account: undefined,
      command: (file, args) => ({ file, args: [...args], options: { cwd: '/', env: environment } }),
    };
  }
  const account = (await ownerOf(directory)) ?? (await accountOf('postgres')) ?? (await ensureOwnAccount(log));
  await giveAway(directory, account, log);
  await Promise.all([binaries.initdb, binaries.postgres].map(makeExecutable));
  const obstacle =
    (await firstClosedFolder(binaries.postgres, account)) ?? (await firstClosedFolder(directory, account));
  if (obstacle === undefined) {
    return {
      account,
      command: (file, args) => ({ file, args: [...args], options: { cwd: '/', env: environment, ...account } }),
    };
  }
  for (const capability of ['dac_read_search', 'dac_override']) {
    const launcher = withCapability(account, capability);
    if (await works(launcher.command(binaries.postgres, ['--version']))) {
      log.info(
        { obstacle, capability, uid: account.uid },
        'PostgreSQL gets a capability to pass through a closed folder',
      );
      return launcher;
    }
  }
  throw new Error(
    `PostgreSQL does not run as root, and the user it runs as instead (uid ${account.uid}) cannot pass through ${obstacle}: ` +
      'run Blotter as an ordinary user, or move its checkout and DATA_DIR out of that folder, or set DATABASE_URL.',
  );
}

/** no_setuid_fixup, because PostgreSQL asks access(2) about its own program, which counts no capabilities otherwise. */
function withCapability(account: Account, capability: string): Launcher {
  return {
    account,
    command: (program, args) => ({
      file: 'setpriv',
      args: [
        `--reuid=${account.uid}`,
        `--regid=${account.gid}`,
        '--clear-groups',
        `--securebits=+no_setuid_fixup`,
        `--inh-caps=+${capability}`,
        `--ambient-caps=+${capability}`,
        '--',
        program,
        ...args,
      ],
      options: { cwd: '/', env: environment },
    }),
  };
}

/** A cluster that root copied back from a backup. */
async function giveAway(directory: string, { uid, gid }: Account, log: Log): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (found?.uid !== 0) return;
  log.warn({ directory, uid }, 'the database belonged to root, giving it to the user that PostgreSQL runs as');
  await run('chown', ['-hR', `${uid}:${gid}`, directory], { env: environment });
}

async function ownerOf(directory: string): Promise<Account | undefined> {
  const found = await stat(directory).catch(() => undefined);
  return found === undefined || found.uid === 0 ? undefined : { uid: found.uid, gid: found.gid };
}

async function accountOf(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((what) => run('id', [what, name], { env: environment })));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined;
  }
}

async function ensureOwnAccount(log: Log): Promise<Account> {
  const existing = await accountOf(ownAccount);
  if (existing !== undefined) {
    return existing;
  }
  let cause: unknown;
  try {
    const nobodyElse = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
    await run('useradd', [...nobodyElse, '--shell', '/usr/sbin/nologin', ownAccount], { env: environment });
    log.info({ user: ownAccount }, 'made a system user to run PostgreSQL, which does not run as root');
  } catch (error) {
    // Another first start may have made it a moment ago; only the next look decides.
    cause = error;
  }
  const made = await accountOf(ownAccount);
  if (made === undefined) {
    throw new Error(
      `PostgreSQL does not run as root and the system user ${ownAccount} could not be made for it: ` +
        'make a system user "postgres", or run Blotter as an ordinary user, or set DATABASE_URL.',
      { cause },
    );
  }
  return made;
}

/** The topmost folder above `path` that the account cannot pass through, by the mode bits. */
async function firstClosedFolder(path: string, account: Account): Promise<string | undefined> {
  const parent = dirname(path);
  if (parent === path) {
    return undefined;
  }
  const above = await firstClosedFolder(parent, account);
  if (above !== undefined) {
    return above;
  }
  const { uid, gid, mode } = await stat(parent);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return mode & bit ? undefined : parent;
}

/** npm under a strict umask leaves programs that only root may run, and no capability to read changes that. */
async function makeExecutable(program: string): Promise<void> {
  const { mode } = await stat(program);
  if ((mode & 0o555) !== 0o555) {
    await chmod(program, (mode & 0o777) | 0o555);
  }
}

/** PostgreSQL that cannot reach its own program says so and answers all the same, hence a word on stderr is a no. */
async function works(command: Command): Promise<boolean> {
  try {
    const { stderr } = await run(command.file, command.args, command.options);
    return stderr === '';
  } catch {
    return false;
  }
}
