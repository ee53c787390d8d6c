import { loadConfig } from './config.ts';
import type { Log } from './embedded-postgres/log.ts';
import { openEmbeddedPostgres } from './embedded-postgres.ts';
import { newMigration, ownMigrations } from './migration-files.ts';
import { migrate, migrationStatus, revertLast } from './migrations.ts';

export type DatabaseCommandOptions = {
  /** Undefined: the embedded PostgreSQL of the data folder, a running one or one started for this command. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly log: Log;
  /** One line for the person who typed the command. */
  out(line: string): void;
  /** Default: `migrations/` of this repository. */
  readonly directory?: string;
};

const usage = 'Usage: npm run db:up | db:down | db:status | db:new -- verb-table';

/** What `npm run db:new|up|down|status` does. Throws an Error whose message is for the person who typed it. */
export async function runDatabaseCommand(argv: readonly string[], options: DatabaseCommandOptions): Promise<void> {
  const { directory = ownMigrations, log, out } = options;
  const [command, name] = argv;
  switch (command) {
    case 'new':
      out(await newMigration(directory, name ?? '', new Date()));
      return;
    case 'up': {
      const applied = await withDatabase(options, (url) => migrate(url, { directory, log }));
      out(applied.length === 0 ? 'Nothing to apply.' : `Applied ${applied.join(', ')}.`);
      return;
    }
    case 'down': {
      const reverted = await withDatabase(options, (url) => revertLast(url, { directory, log }));
      out(reverted === null ? 'Nothing to revert.' : `Reverted ${reverted}.`);
      return;
    }
    case 'status':
      for (const { state, name, appliedAt } of await withDatabase(options, (url) =>
        migrationStatus(url, { directory }),
      )) {
        out(`${state.padEnd(7)}  ${name}${appliedAt === null ? '' : `  ${appliedAt.toISOString()}`}`);
      }
      return;
    default:
      throw new Error(usage);
  }
}

async function withDatabase<T>(options: DatabaseCommandOptions, work: (url: string) => Promise<T>): Promise<T> {
  if (options.databaseUrl !== undefined) return await work(options.databaseUrl);
  const postgres = await openEmbeddedPostgres({ dataDir: options.dataDir, log: options.log });
  try {
    return await work(postgres.url);
  } finally {
    await postgres.stop();
  }
}

if (import.meta.main) {
  try {
    const { databaseUrl, dataDir } = loadConfig({ serves: false });
    await runDatabaseCommand(process.argv.slice(2), {
      databaseUrl,
      dataDir,
      log: { info: () => {}, warn: (_details, message) => process.stderr.write(`${message}\n`) },
      out: (line) => process.stdout.write(`${line}\n`),
    });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
