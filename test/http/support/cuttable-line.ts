import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type CuttableLine = {
  /** The address of the database at this end of the line. */
  readonly url: string;
  /** From now on every connection is broken, and a new one is refused. */
  cut(): Promise<void>;
};

/** A line to a database that can be cut, as if its server were gone. */
export async function layLine(databaseUrl: string): Promise<CuttableLine> {
  const url = new URL(databaseUrl);
  const far = { host: url.hostname, port: Number(url.port) };
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const line = connect(far);
    near.pipe(line).pipe(near);
    for (const [socket, other] of [
      [near, line],
      [line, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    async cut() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
