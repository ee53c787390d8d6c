import type { Response } from 'express';

/** Sends the browser on, by GET (RFC 9110 §15.4.4): reloading where it arrives repeats nothing. @param path of our own. */
export function seeOther(res: Response, path: string): void {
  res.statusCode = 303;
  res.setHeader('Location', path);
  res.end();
}
