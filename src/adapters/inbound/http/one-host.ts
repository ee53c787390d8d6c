import type { RequestHandler } from 'express';
import { HttpProblem } from './errors/http-problem.ts';

/**
 * Refuses an HTTP/1.1 request that does not name just one host (RFC 9112 §3.2): with two, a proxy in front may have meant the other one.
 * Node by itself refuses none at all, without a word, and takes two.
 */
export const oneHost: RequestHandler = (req, _res, next) => {
  const hosts = req.rawHeaders.filter((name, index) => index % 2 === 0 && name.length === 4 && /^host$/i.test(name));
  if (hosts.length !== 1 && !(hosts.length === 0 && req.httpVersion === '1.0'))
    throw new HttpProblem(400, 'MALFORMED', 'A request has one Host header.', { Connection: 'close' });
  next();
};
