import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Is given what the client says on one connection. */
export type Listener = (chunk: Buffer) => void;

/** A way to a server that can be listened to, frozen, cut and unplugged. */
export class Wire {
  readonly #server: Server;
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  readonly #servers = new Set<Socket>();
  readonly #newListener: () => Listener;
  #port = 0;
  #frozen = false;

  private constructor(target: URL, newListener: () => Listener) {
    this.#target = target;
    this.#newListener = newListener;
    this.#server = createServer((socket) => this.#join(socket));
  }

  /** @param newListener called for each connection. */
  static async to(url: string, newListener: () => Listener = () => () => {}): Promise<Wire> {
    const wire = new Wire(new URL(url), newListener);
    await wire.plugIn();
    return wire;
  }

  /** The URL of the server by this way. */
  get url(): string {
    const url = new URL(this.#target);
    url.hostname = '127.0.0.1';
    url.port = String(this.#port);
    return url.href;
  }

  /** From now on nothing passes, and nobody is told. */
  freeze(): void {
    this.#frozen = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** What the server says is held back; it hears everything. */
  mute(): void {
    for (const socket of this.#servers) socket.pause();
  }

  thaw(): void {
    this.#frozen = false;
    for (const socket of this.#sockets) socket.resume();
  }

  /** Breaks every connection; new ones are welcome. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Breaks every connection, and refuses new ones. */
  async unplug(): Promise<void> {
    this.#server.close();
    this.cut();
    await once(this.#server, 'close');
  }

  /** At the port where it was before. */
  async plugIn(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  #join(client: Socket): void {
    const server = connect(Number(this.#target.port), this.#target.hostname);
    const listener = this.#newListener();
    client.on('data', listener);
    this.#servers.add(server);
    server.on('close', () => this.#servers.delete(server));
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.setNoDelay();
      from.on('data', (chunk) => to.write(chunk));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      if (this.#frozen) from.pause();
    }
  }
}
