import { ZstdBackupFiles } from '#adapters/outbound/backup-file/zstd-backup-files.ts';
import { PostgresDatabaseCopies } from '#adapters/outbound/postgres/copies/postgres-database-copies.ts';
import { Sha256RowDigests } from '#adapters/outbound/security/sha256-row-digests.ts';
import { BackUp } from '#application/upkeep/back-up.ts';
import { RestoreBackup } from '#application/upkeep/restore-backup.ts';
import { loadConfig } from './config.ts';
import { bringSchema, holdSchema } from './exact-schema.ts';
import { findDatabase } from './find-database.ts';
import { Lifecycle } from './lifecycle.ts';
import { createLogger } from './logging.ts';
import { version } from './version.ts';

export type CopyUseCases = { readonly backUp: BackUp; readonly restoreBackup: RestoreBackup };

/**
 * Runs a backup or a restore on the database of the configuration, as its owner and without migrating it first. It is looked for, or the embedded
 * one started, when a use case needs it. The first Ctrl-C ends the work and leaves nothing of it; a second one ends the process.
 */
export async function withCopies<Result>(work: (useCases: CopyUseCases) => Promise<Result>): Promise<Result> {
  const log = createLogger('error');
  const lifecycle = new Lifecycle((part, error) => log.error({ part, err: error }, 'a part did not stop'));
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => interruption.abort(new Error('Interrupted: nothing was written or restored.')));
  try {
    const url = async (): Promise<string> =>
      (await findDatabase(loadConfig({ serves: false }), lifecycle, log)).ownerUrl;
    const database = new PostgresDatabaseCopies(url, { hold: holdSchema, bring: bringSchema });
    const files = new ZstdBackupFiles(process, interruption.signal);
    const digests = new Sha256RowDigests();
    return await work({
      backUp: new BackUp(database, files, digests, version),
      restoreBackup: new RestoreBackup(database, files, digests),
    });
  } catch (error) {
    interruption.signal.throwIfAborted();
    throw error;
  } finally {
    await lifecycle.stop();
  }
}
