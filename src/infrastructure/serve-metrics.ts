import { once } from 'node:events';
import { createHttpServer } from '#adapters/inbound/http/server.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Metrics } from './metrics.ts';

/** /metrics on a port of its own, for a scraper inside the network. */
export async function serveMetrics(
  metrics: Metrics,
  address: { host: string; port: number },
  lifecycle: Lifecycle,
): Promise<void> {
  const server = createHttpServer((req, res) => {
    if (req.url !== '/metrics' || req.method !== 'GET') {
      res.writeHead(404).end();
      return;
    }
    res.setHeader('Content-Type', metrics.contentType);
    metrics.text().then(
      (text) => res.end(text),
      (error: Error) => res.destroy(error),
    );
  });
  server.listen(address.port, address.host);
  await once(server, 'listening');
  lifecycle.started('metrics server', async () => {
    server.close();
    server.closeAllConnections();
  });
}
