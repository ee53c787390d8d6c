import type { Logger } from 'pino';
import type { ExportUseCases } from '#adapters/inbound/cli/export.ts';
import type { ImportUseCases } from '#adapters/inbound/cli/import.ts';
import { PostgresJobChanges } from '#adapters/outbound/postgres/postgres-job-changes.ts';
import { ExportOperations } from '#application/exports/export-operations.ts';
import { ActFor } from '#application/identity/act-for.ts';
import { RegisterUser } from '#application/identity/register-user.ts';
import { ResetPassword } from '#application/identity/reset-password.ts';
import { ChangeImport } from '#application/imports/change-import.ts';
import { FindImport } from '#application/imports/find-import.ts';
import { StartImport } from '#application/imports/start-import.ts';
import { FollowJob } from '#application/jobs/follow-job.ts';
import { KeepJobs } from '#application/jobs/keep-jobs.ts';
import { type Config, loadConfig } from './config.ts';
import { type Composed, composeContainer } from './container/compose.ts';
import { Opened } from './container/tokens.ts';
import { findDatabase } from './find-database.ts';
import { Lifecycle } from './lifecycle.ts';
import { createLogger } from './logging.ts';
import { migrate } from './migrations.ts';
import { openMongo } from './mongo.ts';
import { openVisitingCache } from './open-cache.ts';
import { openDatabase } from './open-database.ts';
import { openMailer } from './open-mailer.ts';
import { openWork } from './open-work.ts';
import { rarely } from './rarely.ts';
import { serverSecret, webSettings } from './web-settings.ts';

export type CommandUseCases = ExportUseCases & {
  readonly registerUser: RegisterUser;
  readonly resetPassword: ResetPassword;
  readonly keepJobs: KeepJobs;
};

type Opening = {
  readonly config: Config;
  readonly url: string;
  readonly container: Composed;
  readonly lifecycle: Lifecycle;
  readonly log: Logger;
};

/**
 * Runs a command's work on the database of the configuration: beside a running Blotter, which is told of what it writes, or alone, with the embedded PostgreSQL started for as long.
 */
async function onDatabase<Result>(work: (opening: Opening) => Promise<Result>): Promise<Result> {
  const log = createLogger('error');
  const lifecycle = new Lifecycle((part, error) => log.error({ part, err: error }, 'a part did not stop'));
  try {
    const config = loadConfig({ serves: false });
    const { ownerUrl, url } = await findDatabase(config, lifecycle, log);
    await migrate(ownerUrl, { log });
    const database = openDatabase(url, config.databasePoolSize, lifecycle, log);
    const container = composeContainer(database, await openVisitingCache(url, lifecycle, log));
    return await work({ config, url, container, lifecycle, log });
  } finally {
    await lifecycle.stop();
  }
}

export const withUseCases = <Result>(work: (useCases: CommandUseCases) => Promise<Result>): Promise<Result> =>
  onDatabase(({ container }) =>
    work({
      registerUser: container.get(RegisterUser),
      resetPassword: container.get(ResetPassword),
      keepJobs: container.get(KeepJobs),
      actFor: container.get(ActFor),
      exportOperations: container.get(ExportOperations),
    }),
  );

/** The same for imports, which are jobs: this process works on them too, unless a worker does. The first Ctrl-C ends the work, a second one the process. */
export const withImports = (
  work: (useCases: ImportUseCases, interrupted: AbortSignal) => Promise<void>,
): Promise<void> =>
  onDatabase(async ({ config, url, container, lifecycle, log }) => {
    const interruption = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());
    const mailer = openMailer(config);
    lifecycle.started('mailer', () => mailer.close());
    const changes = new PostgresJobChanges(url, () => {}, rarely(log, 'lost a connection to PostgreSQL'));
    lifecycle.started('ear for jobs', () => changes.close());
    container.bind(Opened.mailer).toConstantValue(mailer);
    container.bind(Opened.web).toConstantValue(webSettings(config, await serverSecret(config)));
    container.bind(Opened.jobChanges).toConstantValue(changes);
    const settings = { url, mongo: openMongo(config, lifecycle), queues: { default: 1, bulk: 1 }, onEnd: () => {} };
    openWork(container, { ...settings, standsIn: true }, lifecycle, log);
    await work(
      {
        actFor: container.get(ActFor),
        startImport: container.get(StartImport),
        findImport: container.get(FindImport),
        changeImport: container.get(ChangeImport),
        followJob: container.get(FollowJob),
      },
      interruption.signal,
    );
  });
