import type { RequestHandler } from 'express';
import { HttpProblem } from './errors/http-problem.ts';

/**
 * Refuses an HTTP/1.1 request that does not name just one host (RFC 9112 §3.2): with two, a proxy in front may have meant the other one.
 * Node by itself refuses none at all, without a word, and takes two.
 */
export const oneHost: RequestHandler = (req, _res, next) => {
  const { rawHeaders } = req;
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (isHost(rawHeaders[at] ?? '')) hosts += 1;
  if (hosts !== 1 && !(hosts === 0 && req.httpVersion === '1.0'))
    throw new HttpProblem(400, 'MALFORMED', 'A request has one Host header.', { Connection: 'close' });
  next();
};

const isHost = (name: string): boolean => name.length === 4 && name.toLowerCase() === 'host';
