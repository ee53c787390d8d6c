import { secretFromDataFolder } from './data-folder.ts';
import { claimDataFolder } from './embedded-postgres/claim-data-folder.ts';
import { findDatabase } from './find-database.ts';
import { keepHouse } from './housekeeping.ts';
import { openApp } from './open-app.ts';
import type { ProcessParts } from './run-process.ts';
import { serveHttp } from './serve-http.ts';
import { serveMetrics } from './serve-metrics.ts';

/** Starts the API, in the embedded default with PostgreSQL under it. Background work runs in this process too. */
export async function startApi({ config, lifecycle, log }: ProcessParts): Promise<void> {
  const { databaseUrl, dataDir, host, port, metricsPort } = config;
  const url = await findDatabase(config, lifecycle, log);
  if (databaseUrl === undefined) {
    const onLost = (error: Error): void => {
      log.fatal({ err: error }, error.message);
      void lifecycle.stop().then(() => process.exit(1));
    };
    lifecycle.started('claim of the data folder', await claimDataFolder({ url, dataDir, onLost }));
  }
  const secret = config.sessionSecret ?? (await secretFromDataFolder(dataDir, 'session-secret'));
  const { app, metrics, purgeExpired } = await openApp(config, { url, secret }, lifecycle, log);
  keepHouse(purgeExpired, lifecycle, log);
  if (metricsPort !== undefined) await serveMetrics(metrics, { host, port: metricsPort }, lifecycle);
  const http = await serveHttp(app, { host, port });
  lifecycle.started('HTTP server', http.stop);
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${http.port}`;
  log.info({ address, api: `${address}/api/v1`, docs: `${address}/api/docs` }, 'Blotter is ready');
}
