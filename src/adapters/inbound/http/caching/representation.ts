import type { Request, Response } from 'express';
import { type Coding, compress, tagOf, tagsOf } from './content-coding.ts';
import { bytesTag, knownOf } from './etag.ts';
import { cacheControlOf, type Policy } from './policy.ts';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** What a read comes to. */
export type Answer = {
  readonly body: string;
  /** Default: JSON. */
  readonly type?: string;
  /** Of the version; default: of the bytes. */
  readonly etag?: string;
  /** The cursor of the next page, when a list goes on. */
  readonly next?: string | undefined;
};

/** What tells one representation from others, without its bytes. */
export type Head = {
  readonly etag: string;
  readonly link: string | undefined;
  /** In bytes, before any coding. */
  readonly length: number;
};

export type Representation = Head & {
  readonly type: string;
  readonly coding: Coding;
  /** A character for each byte: so head and body go to the socket in one piece. */
  readonly bytes: string;
};

export function representationOf(req: Request, { body, type = JSON_TYPE, etag, next }: Answer): Representation {
  const bytes = Buffer.from(body).toString('latin1');
  const link = next && linkTo(req, next);
  return { etag: etag ?? bytesTag(body), link, length: bytes.length, type, coding: 'identity', bytes };
}

/** The same in another coding, under an ETag of its own; as it is where that is not worth it. */
export async function coded(whole: Representation, coding: Coding): Promise<Representation> {
  const etag = tagOf(whole, coding);
  if (coding === 'identity' || etag === whole.etag) return whole;
  const compressed = await compress[coding](Buffer.from(whole.bytes, 'latin1'));
  return { ...whole, etag, coding, bytes: compressed.toString('latin1') };
}

/** `Link: <…>; rel="next"` (RFC 8288): this request with another cursor, its parameters in order. */
function linkTo(req: Request, cursor: string): string {
  const url = new URL(req.originalUrl, 'http://blotter.invalid');
  url.searchParams.set('cursor', cursor);
  url.searchParams.sort();
  return `<${url.pathname}${url.search}>; rel="next"`;
}

export function send(req: Request, res: Response, representation: Representation, policy: Policy): void {
  const { type, coding, bytes } = representation;
  setHead(req, res, representation, policy);
  res.statusCode = 200;
  res.setHeader('Content-Type', type);
  res.setHeader('Content-Length', bytes.length);
  if (coding !== 'identity') res.setHeader('Content-Encoding', coding);
  res.end(bytes, 'latin1');
}

/**
 * Answers 304 and is true, when the client has just that, in whatever coding: the ETag tells which of those that it has is still good.
 * @param coding null: there is no other.
 */
export function sendNotModified(
  req: Request,
  res: Response,
  head: Head,
  policy: Policy,
  coding: Coding | null,
): boolean {
  const etag = knownOf(req.headers['if-none-match'], coding === null ? [head.etag] : tagsOf(head, coding));
  if (etag === undefined) return false;
  setHead(req, res, { ...head, etag }, policy);
  res.statusCode = 304;
  res.end();
  return true;
}

function setHead(req: Request, res: Response, { etag, link }: Head, policy: Policy): void {
  res.setHeader('Cache-Control', cacheControlOf(policy, req));
  res.setHeader('ETag', etag);
  if (link !== undefined) res.setHeader('Link', link);
}
