import type { Logger } from 'pino';
import type { PurgeExpired } from '#application/upkeep/purge-expired.ts';
import type { Lifecycle } from './lifecycle.ts';

const HOUR_MILLISECONDS = 3_600_000;

/** Purges what has expired, once an hour until the process stops; a purge that runs is waited for. */
export function keepHouse(purgeExpired: PurgeExpired, lifecycle: Lifecycle, log: Logger): void {
  let running = Promise.resolve();
  const purge = (): void => {
    running = purgeExpired.execute().then(
      (rows) => log.info({ rows }, 'purged what has expired'),
      (error: unknown) => log.warn({ err: error }, 'could not purge'),
    );
  };
  const timer = setInterval(purge, HOUR_MILLISECONDS);
  lifecycle.started('housekeeping', async () => {
    clearInterval(timer);
    await running;
  });
}
