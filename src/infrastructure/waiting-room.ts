import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createHttpServer } from '#adapters/inbound/http/server.ts';
import type { Stop } from './lifecycle.ts';

/** Listens where the API will. @returns what leaves the port to it, at once, also when called twice. */
export async function openWaitingRoom(
  listener: RequestListener,
  address: { host: string; port: number },
): Promise<Stop> {
  const server = createHttpServer(listener);
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
