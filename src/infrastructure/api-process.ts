import { createWaitingRoom } from '#adapters/inbound/http/waiting-room.ts';
import { claimDataFolder } from './embedded-postgres/claim-data-folder.ts';
import { findDatabase } from './find-database.ts';
import { GatheredRequestLog } from './gathered-request-log.ts';
import type { Stop } from './lifecycle.ts';
import { openApp } from './open-app.ts';
import { openMailer } from './open-mailer.ts';
import { openWork } from './open-work.ts';
import { fatal, type ProcessParts } from './run-process.ts';
import { serveHttp } from './serve-http.ts';
import { serveMetrics } from './serve-metrics.ts';
import { waitForDatabase } from './wait-for-database.ts';
import { openWaitingRoom } from './waiting-room.ts';
import { isHttps, serverSecret } from './web-settings.ts';

const FIRST_ADMIN = 'npm run blotter -- user create --email you@example.com --role admin';

/** Jobs at once beside the requests: few, as both share one thread. */
const STAND_IN = { critical: 2, default: 2, bulk: 1, mail: 4 };

/** Starts the API, in the embedded default with PostgreSQL under it. While no worker runs it works on jobs too. */
export async function startApi({ config, lifecycle, log }: ProcessParts): Promise<void> {
  const { databaseUrl, dataDir, host, port, metricsPort, worksToo } = config;
  let leaveWaitingRoom: Stop = async () => {};
  await waitForDatabase(config, lifecycle, log, async () => {
    const requests = new GatheredRequestLog(log, () => {});
    lifecycle.started('request log of the waiting room', async () => requests.flush());
    const waitingRoom = createWaitingRoom({ log: requests, https: isHttps(config) });
    leaveWaitingRoom = await openWaitingRoom(waitingRoom, { host, port });
    lifecycle.started('waiting room', leaveWaitingRoom);
  });
  const database = await findDatabase(config, lifecycle, log);
  if (databaseUrl === undefined) {
    const claim = await claimDataFolder({ url: database.ownerUrl, dataDir, onLost: fatal(lifecycle, log) });
    lifecycle.started('claim of the data folder', claim);
  }
  const means = {
    database,
    secret: await serverSecret(config),
    mailer: openMailer(config),
    onReplaced: fatal(lifecycle, log),
  };
  const { app, container, metrics, mongo, requests, users } = await openApp(config, means, lifecycle, log);
  // Also when the process does not come to stop its parts.
  process.once('exit', () => requests.flush());
  if (worksToo) {
    const settings = { url: database.url, mongo, queues: STAND_IN, standsIn: true, onEnd: metrics.observeJob };
    openWork(container, settings, lifecycle, log);
  }
  if (metricsPort !== undefined) await serveMetrics(metrics, { host, port: metricsPort }, lifecycle);
  await leaveWaitingRoom();
  const http = await serveHttp(app, { host, port });
  lifecycle.started('HTTP server', http.stop);
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${http.port}`;
  if (!(await users.hasAdmin()))
    log.info({ command: FIRST_ADMIN }, 'there is no admin yet: this command makes the first');
  log.info({ address, api: `${address}/api/v1`, docs: `${address}/api/docs` }, 'Blotter is ready');
}
