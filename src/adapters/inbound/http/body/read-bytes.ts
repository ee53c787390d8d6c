import { createBrotliDecompress, createGunzip, createInflate, type Gunzip } from 'node:zlib';
import type { Request } from 'express';
import getRawBody from 'raw-body';
import { HttpProblem } from '../errors/http-problem.ts';

export const MAX_BODY_BYTES = 1024 * 1024;

const DECODERS: Readonly<Record<string, () => Gunzip>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * The bytes of a body, decoded from its Content-Encoding (RFC 9110 §8.4). It stops reading at the limit: Express's own parsers read what is
 * too large to its end before they refuse it.
 * @throws an error with the status 413, 415 (an encoding that is not known) or 400 (bytes that are not of that encoding).
 */
export async function readBytes(req: Request, limit: number): Promise<Buffer> {
  const encoding = (req.headers['content-encoding'] ?? 'identity').toLowerCase();
  const length = req.headers['content-length'] ?? null;
  if (encoding === 'identity') return await getRawBody(req, { limit, length });
  const decoder = DECODERS[encoding]?.();
  if (decoder === undefined)
    throw new HttpProblem(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body is encoded in a way that is not understood.');
  try {
    return await getRawBody(req.pipe(decoder), { limit });
  } catch (error) {
    if ('status' in (error as Error)) throw error;
    throw new HttpProblem(400, 'MALFORMED', `The body is not encoded with ${encoding}.`);
  } finally {
    req.unpipe(decoder);
    decoder.destroy();
    req.resume();
  }
}
