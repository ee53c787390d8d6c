import type { Request, Response } from 'express';
import { MAX_BODY_BYTES } from '../body/read-bytes.ts';

/** How long a client may go on sending after it was answered, in milliseconds. */
const LINGER_MILLISECONDS = 1_000;
/** How much of that is read: every byte of it takes memory until the next garbage collection. */
const LINGER_BYTES = 8 * 1024 * 1024;

/**
 * Ends a refusal whose headers are set. Where much of the request's body may still be coming it is the last answer of the connection: closing
 * that at once would reset it, and a client that writes would never read the answer (RFC 9112 §9.6). So what it sends is thrown away until
 * it stops, or for a second.
 */
export function endRefusal(req: Request, res: Response, body: string): void {
  const isLast = res.statusCode === 413 || isLongBodyComing(req);
  if (isLast) res.setHeader('Connection', 'close');
  if (isLast && !req.complete) endLingering(req, res, body);
  else res.end(body);
}

/** A body that nobody looked at, and that may be too much to read for nothing. */
const isLongBodyComing = ({ complete, headers }: Request): boolean =>
  !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > MAX_BODY_BYTES);

function endLingering(req: Request, res: Response, body: string): void {
  res.write(body);
  const end = (): void => {
    clearTimeout(timer);
    res.end();
  };
  const timer = setTimeout(end, LINGER_MILLISECONDS);
  let read = 0;
  req.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > LINGER_BYTES) req.pause();
  });
  req.once('end', end).once('close', end).resume();
}
