import { once } from 'node:events';
import { createServer, type OutgoingHttpHeader, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestApp } from '../start-app.ts';

export type CarelessOrigin = { readonly port: number; stop(): Promise<void> };

/** The same service, but it lets every cache keep the answers about operations, and does not say that they depend on who asks. */
export async function startCarelessOrigin({ express }: TestApp): Promise<CarelessOrigin> {
  const server = createServer((req, res) => {
    if (req.url?.startsWith('/api/v1/operations')) letEverybodyKeep(res);
    express(req, res);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function letEverybodyKeep(res: ServerResponse): void {
  const set = res.setHeader.bind(res);
  set('Cache-Control', 'public, max-age=60');
  res.setHeader = (name: string, value: OutgoingHttpHeader) =>
    /^(?:cache-control|vary)$/i.test(name) ? res : set(name, value);
}
