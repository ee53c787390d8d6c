import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Express } from 'express';
import type { SignedIn } from '#application/identity/actor.ts';
import { findDatabase } from '#infrastructure/find-database.ts';
import { openApp } from '#infrastructure/open-app.ts';
import { openMailer } from '#infrastructure/open-mailer.ts';
import { fatal, type ProcessParts, runProcess } from '#infrastructure/run-process.ts';
import { serveHttp } from '#infrastructure/serve-http.ts';
import { serveMetrics } from '#infrastructure/serve-metrics.ts';
import { serverSecret } from '#infrastructure/web-settings.ts';

/** Express keeps the locals that a response has already. */
const believing =
  (app: Express) =>
  (req: IncomingMessage, res: ServerResponse): void => {
    const userId = req.headers['x-owner'];
    if (typeof userId === 'string') Object.assign(res, { locals: { actor: owner(userId) } });
    app(req, res);
  };

const owner = (userId: string): SignedIn => ({
  userId,
  role: 'user',
  scopes: null,
  accountIds: null,
  credential: { kind: 'token', id: userId, createdAt: new Date(0), lastUsedAt: null, expiresAt: null },
});

/**
 * Blotter itself, but it leaves background work to workers, of which there is none here, and believes a request that says in X-Owner who asks: what such a request does not cost is what it costs to find out.
 * Tokens and cookies mean what they always do.
 */
await runProcess(async ({ config, lifecycle, log }: ProcessParts): Promise<void> => {
  const database = await findDatabase(config, lifecycle, log);
  const means = {
    database,
    secret: await serverSecret(config),
    mailer: openMailer(config),
    onReplaced: fatal(lifecycle, log),
  };
  const { app, metrics } = await openApp(config, means, lifecycle, log);
  const { host, metricsPort } = config;
  if (metricsPort !== undefined) await serveMetrics(metrics, { host, port: metricsPort }, lifecycle);
  const http = await serveHttp(believing(app), config);
  lifecycle.started('HTTP server', http.stop);
});
