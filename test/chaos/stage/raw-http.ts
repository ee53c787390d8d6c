import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What a server said on one connection. */
export type RawAnswer = {
  readonly status: number;
  readonly head: string;
  readonly body: string;
};

/** A connection on which bytes are sent as they are, and everything that comes back is kept. */
export class RawConnection {
  readonly socket: Socket;
  readonly openedAt = performance.now();
  /** `performance.now()` of its end, however it ended. */
  closedAt: number | undefined;
  error: string | undefined;
  #received = '';
  readonly #closed: Promise<void>;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (piece: Buffer) => {
      this.#received += piece.toString('latin1');
    });
    socket.on('error', (error: Error & { code?: string }) => {
      this.error = error.code ?? error.message;
    });
    this.#closed = new Promise((resolve) =>
      socket.once('close', () => {
        this.closedAt = performance.now();
        resolve();
      }),
    );
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect({ port, host: '127.0.0.1' });
    const connection = new RawConnection(socket);
    await once(socket, 'connect');
    return connection;
  }

  send(bytes: string | Buffer): void {
    if (!this.socket.destroyed && this.socket.writable) this.socket.write(bytes);
  }

  get received(): string {
    return this.#received;
  }

  closed(): Promise<void> {
    return this.#closed;
  }

  /** The answers so far, each as long as its Content-Length says. */
  get answers(): RawAnswer[] {
    const answers: RawAnswer[] = [];
    let rest = this.#received;
    for (let end = rest.indexOf('\r\n\r\n'); end !== -1; end = rest.indexOf('\r\n\r\n')) {
      const head = rest.slice(0, end);
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
      answers.push({ status: Number(head.split(' ')[1]), head, body: rest.slice(end + 4, end + 4 + length) });
      rest = rest.slice(end + 4 + length);
    }
    return answers;
  }
}
