import { RegisterUser } from '#application/identity/register-user.ts';
import { ResetPassword } from '#application/identity/reset-password.ts';
import { KeepJobs } from '#application/jobs/keep-jobs.ts';
import { loadConfig } from './config.ts';
import { composeContainer } from './container/compose.ts';
import { findDatabase } from './find-database.ts';
import { Lifecycle } from './lifecycle.ts';
import { createLogger } from './logging.ts';
import { migrate } from './migrations.ts';
import { openVisitingCache } from './open-cache.ts';
import { openDatabase } from './open-database.ts';

export type CommandUseCases = {
  readonly registerUser: RegisterUser;
  readonly resetPassword: ResetPassword;
  readonly keepJobs: KeepJobs;
};

/**
 * Runs a command's work on the database of the configuration: beside a running Blotter, which is told of what it writes, or alone, with the embedded PostgreSQL started for as long.
 */
export async function withUseCases<Result>(work: (useCases: CommandUseCases) => Promise<Result>): Promise<Result> {
  const log = createLogger('error');
  const lifecycle = new Lifecycle((part, error) => log.error({ part, err: error }, 'a part did not stop'));
  try {
    const config = loadConfig({ serves: false });
    const { ownerUrl, url } = await findDatabase(config, lifecycle, log);
    await migrate(ownerUrl, { log });
    const database = openDatabase(url, config.databasePoolSize, lifecycle, log);
    const container = composeContainer(database, await openVisitingCache(url, lifecycle, log));
    return await work({
      registerUser: container.get(RegisterUser),
      resetPassword: container.get(ResetPassword),
      keepJobs: container.get(KeepJobs),
    });
  } finally {
    await lifecycle.stop();
  }
}
