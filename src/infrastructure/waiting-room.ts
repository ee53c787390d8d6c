import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createHttpServer } from '#adapters/inbound/http/server.ts';
import type { Stop } from './lifecycle.ts';

/** Answers while a process waits for its database: it lives, it is not ready, and nothing else can be asked of it. */
export async function openWaitingRoom(address: { host: string; port: number }): Promise<Stop> {
  const server = createHttpServer((req, res) => {
    res.setHeader('Cache-Control', 'no-store');
    const path = req.url?.split('?', 1)[0];
    if (path === '/livez') send(res, 200, 'application/json', { status: 'alive' });
    else if (path === '/readyz') send(res, 503, 'application/json', NOT_READY);
    else send(res, 503, 'application/problem+json', { ...UNAVAILABLE, instance: path });
  });
  server.listen(address.port, address.host);
  await once(server, 'listening');
  return async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
}

const NOT_READY = { status: 'not ready', parts: [{ part: 'database', ready: false, reason: 'is waited for' }] };
const UNAVAILABLE = {
  type: 'about:blank',
  title: 'Service Unavailable',
  status: 503,
  detail: 'Blotter waits for its database. Try again shortly.',
  code: 'UNAVAILABLE',
  part: 'database',
};

function send(res: ServerResponse, status: number, type: string, body: object): void {
  if (status === 503) res.setHeader('Retry-After', '1');
  res.setHeader('Content-Type', type);
  res.setHeader('Connection', 'close');
  res.writeHead(status).end(JSON.stringify(body));
}
