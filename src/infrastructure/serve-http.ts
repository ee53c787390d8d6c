import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '#adapters/inbound/http/server.ts';
import type { Stop } from './lifecycle.ts';

/** Running requests may take this long to end, in milliseconds. */
const GRACE_MILLISECONDS = 10_000;
/** For this long after the signal new requests are still answered, each with `Connection: close`, so that no client meets a reset. */
const DRAIN_MILLISECONDS = 500;

export type HttpService = { readonly port: number; readonly stop: Stop };

/**
 * Listens until stopped. Stopping tells every keep-alive client to go elsewhere, waits for the running requests and cuts what is left
 * after 10 s.
 */
export async function serveHttp(
  listener: RequestListener,
  address: { host: string; port: number },
): Promise<HttpService> {
  let draining = false;
  const server = createHttpServer((req, res) => {
    if (draining) res.setHeader('Connection', 'close');
    listener(req, res);
  });
  server.listen(address.port, address.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      draining = true;
      await new Promise((resolve) => setTimeout(resolve, DRAIN_MILLISECONDS));
      const closed = new Promise((resolve) => server.close(resolve));
      const sweep = setInterval(() => server.closeIdleConnections(), 100);
      const cut = setTimeout(() => server.closeAllConnections(), GRACE_MILLISECONDS - DRAIN_MILLISECONDS);
      await closed;
      clearInterval(sweep);
      clearTimeout(cut);
    },
  };
}
