import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

export type Target = {
  readonly port: number;
  /** The next request, whole, as it goes over the wire. */
  next(): Buffer;
  readonly status: number;
};

export type Volley = {
  readonly connections: number;
  readonly seconds: number;
  /** Requests of the first part are sent and not counted. */
  readonly leadInSeconds: number;
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
    await Promise.all(sockets.map((socket) => converse(socket, target, { begin, end, milliseconds })));
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

type Count = { readonly begin: number; readonly end: number; readonly milliseconds: number[] };

/** One request after the other until the end; the last one is waited for and not counted. */
function converse(socket: Socket, target: Target, { begin, end, milliseconds }: Count): Promise<void> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let missing = 0;
    let head: Buffer | null = null;
    const send = (): void => {
      sent = performance.now();
      socket.write(target.next());
    };
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The server closed a connection.')));
    socket.on('data', (chunk: Buffer) => {
      if (missing > 0) {
        missing -= chunk.length;
      } else {
        head = head === null ? chunk : Buffer.concat([head, chunk]);
        const length = answerLength(head, target.status);
        if (length instanceof Error) return reject(length);
        if (length === null) return;
        missing = length - head.length;
        head = null;
      }
      if (missing > 0) return;
      const now = performance.now();
      if (now > end) return resolve();
      if (sent >= begin) milliseconds.push(now - sent);
      send();
    });
    send();
  });
}

/** The bytes of a whole answer that begins so; null when its head has not come whole. */
function answerLength(bytes: Buffer, status: number): number | Error | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (!head.startsWith(`HTTP/1.1 ${status} `) || length === undefined)
    return new Error(`Not the answer that was expected (${status}):\n${bytes.toString().slice(0, 1_000)}`);
  return headEnd + 4 + Number(length);
}
