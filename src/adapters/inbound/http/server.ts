import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Receiving } from './receiving.ts';

// Not by import: that reads every export, and `WebSocket` among them loads all that fetch needs, 4 MB of each process.
const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http');

/** A client has this long for its headers, and for its whole request, in milliseconds: slow dripping holds no socket for long. */
const RECEIVE_MILLISECONDS = 5_000;
const SWEEP_MILLISECONDS = 500;

const REASONS: Record<string, [status: number, code: string, detail: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'HEADERS_TOO_LARGE', 'The headers are larger than 16 KiB.'],
  TRANSFER_CODING: [400, 'UNKNOWN_TRANSFER_CODING', 'The only transfer coding that is understood is chunked.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'REQUEST_TIMEOUT', 'The request did not arrive in time.'],
};
const MALFORMED: [number, string, string] = [400, 'MALFORMED', 'This is not a valid HTTP request.'];

/** An HTTP/1.1 server with bounds on everything that a client can make it wait for. */
export function createHttpServer(listener: RequestListener): Server {
  const receiving = new Receiving(RECEIVE_MILLISECONDS);
  const latest = new WeakMap<Duplex, [IncomingMessage, ServerResponse]>();
  const listen: RequestListener = (req, res) => {
    // What came in one piece with a request that was refused is no request of its own.
    if (req.socket.writableEnded) return;
    latest.set(req.socket, [req, res]);
    receiving.begin(req);
    if (isFramedOddly(req)) refuse(Object.assign(new Error(), { code: 'TRANSFER_CODING' }), req.socket);
    else listener(req, res);
  };
  const server = createServer(
    {
      headersTimeout: RECEIVE_MILLISECONDS,
      // An upload takes longer than this could be: bodies are watched one by one.
      requestTimeout: 0,
      connectionsCheckingInterval: SWEEP_MILLISECONDS,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16 * 1024,
      // The application answers it, as every other malformed request.
      requireHostHeader: false,
    },
    listen,
  );
  const sweep = setInterval(() => {
    for (const { socket } of receiving.late())
      server.emit('clientError', Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
  }, SWEEP_MILLISECONDS).unref();
  server.on('close', () => clearInterval(sweep));
  server.maxHeadersCount = 200;
  server.on('clientError', (error, socket) => {
    const [req, res] = latest.get(socket) ?? [];
    if (req?.complete && !res?.writableFinished) endAfter(res, socket);
    else refuse(error, socket);
  });
  server.on('connect', (_req, socket) => refuse(new Error('This is no proxy.'), socket));
  // An expectation that we do not know is passed over (RFC 9110 §10.1.1 allows it): Node's own 417 would have no body.
  server.on('checkExpectation', listen);
  return server;
}

/** Where the body ends, a reader that does not know the coding cannot tell (RFC 9112 §6.1), and Node takes it for one without end. */
function isFramedOddly({ headers }: IncomingMessage): boolean {
  const coding = headers['transfer-encoding'];
  return coding !== undefined && coding.toLowerCase() !== 'chunked';
}

/** What is malformed came after a request that is being answered: its client must not take our refusal for that answer. */
function endAfter(res: ServerResponse | undefined, socket: Duplex): void {
  if (!res?.headersSent) res?.setHeader('Connection', 'close');
  res?.once('close', () => socket.destroy());
}

/** What the parser refuses never becomes a request, so it is answered here, in the shape of every other refusal. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code, detail] = REASONS[error.code ?? ''] ?? MALFORMED;
  const title = STATUS_CODES[status];
  const id = randomUUID();
  const body = JSON.stringify({ type: 'about:blank', title, status, detail, instance: '', code, request_id: id });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\nX-Request-Id: ${id}\r\nCache-Control: no-store\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
