import { hash } from 'node:crypto';
import type { Request, Response } from 'express';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** What depends on who asks may be kept by that person's client alone, and is asked for again before each use. */
const PRIVATE = 'private, no-cache';

/**
 * Answers a read with a strong ETag, or with 304 and no body when the client has just that (RFC 9110 §13.1.2).
 * @param etag of the version; by default of the bytes.
 */
export function sendRead(req: Request, res: Response, body: string, etag = bytesTag(body)): void {
  res.setHeader('Cache-Control', PRIVATE);
  if (!isKnown(req, res, etag)) sendJson(res, 200, body);
}

/** Names the representation by its ETag; when the client has just that, answers 304 and is true. */
export function isKnown(req: Request, res: Response, etag: string): boolean {
  res.setHeader('ETag', etag);
  if (!matches(req.headers['if-none-match'], etag)) return false;
  res.statusCode = 304;
  res.end();
  return true;
}

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

/** A strong ETag of the bytes, the same on every process. */
export const bytesTag = (body: string): string => `"${hash('sha1', body, 'base64url')}"`;

/** Weak comparison: a list, `W/` and `*` are understood. */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
