import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { type AddressInfo, type Socket, Server as TcpServer } from 'node:net';
import { createHttpServer } from '#adapters/inbound/http/server.ts';
import type { Stop } from './lifecycle.ts';

/** Running requests may take this long to end, in milliseconds: a supervisor kills after 10 s, and the rest must stop too. */
const GRACE_MILLISECONDS = 8_000;
/** For this long after the signal new requests are still answered, each with `Connection: close`, so that no client meets a reset. */
const DRAIN_MILLISECONDS = 500;
const SWEEP_MILLISECONDS = 100;

export type HttpService = { readonly port: number; readonly stop: Stop };

/**
 * Listens until stopped. Stopping tells every keep-alive client to go elsewhere, waits for the running requests and cuts what is left
 * after 8 s.
 */
export async function serveHttp(
  listener: RequestListener,
  address: { host: string; port: number },
): Promise<HttpService> {
  // One entry a connection, not one a request: a listener on every response costs more than the whole map.
  const latest = new Map<Socket, ServerResponse>();
  let draining = false;
  const server = createHttpServer((req, res) => {
    latest.set(req.socket, res);
    if (draining) sayGoodbye(res);
    listener(req, res);
  });
  server.on('connection', (socket) => socket.once('close', () => latest.delete(socket)));
  server.listen(address.port, address.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      draining = true;
      for (const res of latest.values()) sayGoodbye(res);
      await new Promise((resolve) => setTimeout(resolve, DRAIN_MILLISECONDS));
      // Not Node's close of an HTTP server: that one cuts the connections whose request has arrived and is not read yet, and no longer
      // ends requests that do not arrive in time.
      const closed = new Promise((resolve) => TcpServer.prototype.close.call(server, resolve));
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MILLISECONDS);
      const cut = setTimeout(() => server.closeAllConnections(), GRACE_MILLISECONDS - DRAIN_MILLISECONDS);
      await closed;
      clearInterval(sweep);
      clearTimeout(cut);
      server.close();
    },
  };
}

/** Its client will not use this connection again, so that it meets no reset when we close it. */
function sayGoodbye(res: ServerResponse): void {
  if (!res.headersSent) res.setHeader('Connection', 'close');
}
