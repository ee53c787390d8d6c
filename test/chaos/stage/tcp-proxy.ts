import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Stage } from './stage.ts';

/**
 * What becomes of one connection:
 * `pass` nothing · `lose request` it reaches nobody and the client is reset · `lose response` the server has answered, the client
 * is reset · `cut response` half of the answer, then the end · `half-close` we send no more to the server after the request, and
 * the answer passes · `delay` each piece comes later.
 */
export type Fault = 'pass' | 'lose request' | 'lose response' | 'cut response' | 'half-close' | 'delay';

export type ProxyOptions = {
  readonly target: number;
  /** Asked for every connection. */
  readonly fault: () => Fault;
  readonly delayMilliseconds?: number;
  /** Told of a request and of the answer that its client did not get whole. */
  readonly onLost?: (request: string, answer: string) => void;
};

/** A TCP proxy on 127.0.0.1 that does to connections what networks do. Where it loses or cuts its clients make one call a connection. */
export class TcpProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #state: 'whole' | 'cut' | 'frozen' = 'whole';

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(stage: Stage, options: ProxyOptions): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new TcpProxy(server);
    server.on('connection', (client) => proxy.#serve(client, options));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    stage.atEnd(() => proxy.stop());
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Every connection is reset, and so are new ones until it is mended. */
  cut(): void {
    this.#state = 'cut';
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** From now on nothing passes, and nobody is told, until it is mended. */
  freeze(): void {
    this.#state = 'frozen';
    for (const socket of this.#sockets) socket.pause();
  }

  mend(): void {
    this.#state = 'whole';
    for (const socket of this.#sockets) socket.resume();
  }

  /** Every connection is reset. */
  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  #serve(client: Socket, { target, fault, delayMilliseconds = 0, onLost = () => {} }: ProxyOptions): void {
    const kind = fault();
    this.#keep(client);
    if (this.#state === 'cut') {
      client.resetAndDestroy();
      return;
    }
    let request = '';
    if (kind === 'lose request') {
      client.once('data', () => client.resetAndDestroy());
      return;
    }
    const server = this.#keep(connect({ port: target, host: '127.0.0.1', allowHalfOpen: true }));
    const later = (work: () => void): void => void (kind === 'delay' ? setTimeout(work, delayMilliseconds) : work());
    const end = (): void => {
      server.destroy();
      client.destroy();
    };
    client.on('data', (piece) => {
      if (kind.endsWith('response')) request += piece.toString('latin1');
      later(() => server.write(piece));
      if (kind === 'half-close') server.end();
    });
    client.on('end', () => later(() => server.end()));
    server.on('data', (piece: Buffer) => {
      if (kind === 'lose response' || kind === 'cut response') {
        onLost(request, piece.toString());
        if (kind === 'cut response') client.end(piece.subarray(0, piece.length >> 1), end);
        else client.resetAndDestroy();
        server.destroy();
      } else later(() => client.write(piece));
    });
    server.on('end', () => later(() => client.end()));
    for (const socket of [client, server]) socket.on('error', end);
    client.on('close', () => server.destroy());
    if (this.#state === 'frozen') for (const socket of [client, server]) socket.pause();
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.setNoDelay();
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    return socket;
  }
}
