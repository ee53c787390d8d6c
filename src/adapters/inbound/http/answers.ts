import type { Response } from 'express';
import { JSON_TYPE } from './caching/representation.ts';

/** Answers JSON that is written already. */
export function sendJson(res: Response, status: number, body: string): void {
  res.statusCode = status;
  res.setHeader('Content-Type', JSON_TYPE);
  res.setHeader('Content-Length', Buffer.byteLength(body));
  res.end(body);
}

export function sendNothing(res: Response): void {
  res.statusCode = 204;
  res.end();
}
