import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What a migration works with: one connection, inside the transaction of the whole run. */
export type MigrationContext = {
  /** Runs the text, which may hold several statements, and returns the rows of the last one. */
  query(text: string): Promise<{ rows: Record<string, unknown>[]; rowCount: number | null }>;
};

export type Migration = {
  up(sql: MigrationContext): Promise<unknown>;
  down(sql: MigrationContext): Promise<unknown>;
};

const fileName = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}_[a-z0-9]+(-[a-z0-9]+)+\.ts$/;

/** `migrations/` of this repository. */
export const ownMigrations = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * The names (file names without `.ts`) in the order in which they are applied, which is that of their dates.
 * Throws when a file is named otherwise: passing over it in silence would lose a migration to a typing error.
 */
export async function migrationNames(directory: string): Promise<string[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.ts'));
  const odd = files.find((file) => !fileName.test(file));
  if (odd !== undefined)
    throw new Error(`${join(directory, odd)} must be named like 2026-11-24T09-30_create-users.ts.`);
  return files.map((file) => file.slice(0, -'.ts'.length)).sort();
}

/** Throws when the file does not export both directions. */
export async function loadMigration(directory: string, name: string): Promise<Migration> {
  const file = join(directory, `${name}.ts`);
  const module = (await import(pathToFileURL(file).href)) as Partial<Migration>;
  if (typeof module.up !== 'function' || typeof module.down !== 'function') {
    throw new Error(`${file} must export the functions up and down.`);
  }
  return { up: module.up, down: module.down };
}

/**
 * Writes an empty migration and returns its path. The name is a verb and a table, such as `create-users`; the date is now in UTC,
 * or a minute after the newest migration, so that it comes after all that exist. Throws when the name is of another form.
 */
export async function newMigration(directory: string, name: string, now: Date): Promise<string> {
  const newest = (await migrationNames(directory)).at(-1)?.slice(0, 16);
  const stamp = [stampOf(now), newest === undefined ? '' : stampOf(minuteAfter(newest))].sort().at(-1);
  const file = `${stamp}_${name}.ts`;
  if (!fileName.test(file)) {
    throw new Error(
      `"${name}" is no migration name: it must be a verb and a table in small letters, like create-users.`,
    );
  }
  const path = join(directory, file);
  await writeFile(path, template, { flag: 'wx' });
  return path;
}

function stampOf(date: Date): string {
  return date.toISOString().slice(0, 16).replace(':', '-');
}

function minuteAfter(stamp: string): Date {
  const [day, time] = stamp.split('T');
  return new Date(Date.parse(`${day}T${time?.replace('-', ':')}Z`) + 60_000);
}

const template = `import type { MigrationContext } from '#infrastructure/migrations.ts';

export async function up({ query }: MigrationContext): Promise<void> {
  await query(\`\`);
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query(\`\`);
}
`;
