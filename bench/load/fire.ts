import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

export type Target = {
  readonly port: number;
  /** The next request, whole, as it goes over the wire. */
  next(): Buffer;
  /** Those of an answer. */
  readonly statuses: readonly number[];
};

export type Volley = {
  readonly connections: number;
  readonly seconds: number;
  /** Requests of the first part are sent and not counted. */
  readonly leadInSeconds: number;
  /**
   * From one request of a connection to the next. A request is counted from when it was due, and whenever it is answered, so that a server
   * that stands still once is late for all that were due meanwhile. Default: each as soon as the one before is answered.
   */
  readonly everyMilliseconds?: number;
  /** Told when the counting begins. */
  onCounting?(): void;
};

/** What was counted: requests that ended within the time, and how long each took, in milliseconds. */
export type Hits = { readonly perSecond: number; readonly milliseconds: readonly number[] };

/**
 * Sends requests over keep-alive connections, one in flight on each, as fast as they are answered. It reads of an answer only the status and
 * Content-Length, so that on a machine of two cores the load costs less than what it measures.
 * @throws when an answer has another status: then the numbers would mean nothing.
 */
export async function fire(target: Target, volley: Volley): Promise<Hits> {
  const sockets = await Promise.all(Array.from({ length: volley.connections }, () => open(target.port)));
  try {
    const begin = performance.now() + volley.leadInSeconds * 1000;
    const end = begin + volley.seconds * 1000;
    const milliseconds: number[] = [];
    const timer = setTimeout(() => volley.onCounting?.(), volley.leadInSeconds * 1000);
    const count = { begin, end, every: volley.everyMilliseconds, milliseconds };
    await Promise.all(sockets.map((socket) => converse(socket, target, count)));
    clearTimeout(timer);
    return { perSecond: milliseconds.length / volley.seconds, milliseconds };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

async function open(port: number): Promise<Socket> {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

type Count = {
  readonly begin: number;
  readonly end: number;
  readonly every: number | undefined;
  readonly milliseconds: number[];
};

/** One request after the other until the end; the last one is waited for and not counted. */
function converse(socket: Socket, target: Target, { begin, end, every, milliseconds }: Count): Promise<void> {
  return new Promise((resolve, reject) => {
    let due = performance.now();
    let missing = 0;
    let head: Buffer | null = null;
    const send = (): void => {
      socket.write(target.next());
    };
    const sendNext = (now: number): void => {
      due = every === undefined ? now : due + every;
      if (due > now) setTimeout(send, Math.ceil(due - now));
      else send();
    };
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The server closed a connection.')));
    socket.on('data', (chunk: Buffer) => {
      if (missing > 0) {
        missing -= chunk.length;
      } else {
        head = head === null ? chunk : Buffer.concat([head, chunk]);
        const length = answerLength(head, target.statuses);
        if (length instanceof Error) return reject(length);
        if (length === null) return;
        missing = length - head.length;
        head = null;
      }
      if (missing > 0) return;
      const now = performance.now();
      if ((every === undefined ? now : due) > end) return resolve();
      if (due >= begin) milliseconds.push(now - due);
      sendNext(now);
    });
    send();
  });
}

/** The bytes of a whole answer that begins so; null when its head has not come whole. */
function answerLength(bytes: Buffer, statuses: readonly number[]): number | Error | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  // 304 has no body, whatever it says of one.
  const length = status === 304 ? 0 : /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (!statuses.includes(status) || length === undefined)
    return new Error(
      `Not the answer that was expected (${statuses.join(' or ')}):\n${bytes.toString().slice(0, 1_000)}`,
    );
  return headEnd + 4 + Number(length);
}
