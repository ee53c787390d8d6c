import type { Request, Response } from 'express';

/** How long a client may go on sending after it was answered, in milliseconds. */
const LINGER_MILLISECONDS = 1_000;
/** How much of that is read: every byte of it takes memory until the next garbage collection. */
const LINGER_BYTES = 8 * 1024 * 1024;

/**
 * Ends an answer to a request whose body is still coming. Closing the connection at once would reset it, and a client that writes would
 * never read the answer (RFC 9112 §9.6): so what it sends is thrown away until it stops, or for a second.
 */
export function endLingering(req: Request, res: Response, body: string): void {
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
