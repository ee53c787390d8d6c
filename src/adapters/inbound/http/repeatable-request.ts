import { createHash, type Hash, hash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Outcome, Repeatable } from '#application/ports/repeatable.ts';
import { sendJson } from './answers.ts';
import { HttpProblem } from './errors/http-problem.ts';

/** What was made, as it is answered the first time and every time again. */
export type Created = { readonly location?: string; readonly etag?: string; readonly body: string };

/** A Structured-Field string (RFC 8941 §3.3.3), or the bare token that many clients send. */
const QUOTED = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
const BARE = /^(?!")[\x21-\x7e]+$/;
const LONGEST = 255;

/**
 * The Idempotency-Key of a request, with how its answer is stored. Null when it has none.
 * @throws {HttpProblem} 400 for a key that is empty, too long or not printable ASCII.
 */
export function repeatable<T>(req: Request, created: (result: T) => Created): Repeatable<T> | null {
  const key = keyOf(req);
  if (key === null) return null;
  const fingerprint = hash('sha256', `${req.method} ${req.baseUrl}${req.path}\n${canonicalJson(req.body)}`, 'buffer');
  return { key, fingerprint, answer: (result) => JSON.stringify(created(result)) };
}

type Bytes = AsyncIterable<Uint8Array>;

/**
 * The same of a request that brings a file, which is known when its bytes were read: they are to be read as they come from here. Stored is what
 * `answer` says.
 * @param said what comes with the file.
 */
export function repeatableUpload<T>(
  req: Request,
  said: unknown,
  bytes: Bytes,
  answer: (result: T) => string,
): { readonly bytes: Bytes; readonly repeatable: Repeatable<T> | null } {
  const key = keyOf(req);
  if (key === null) return { bytes, repeatable: null };
  const digest = createHash('sha256').update(JSON.stringify(said));
  const repeatable = {
    key,
    get fingerprint() {
      return hash('sha256', `${req.method} ${req.originalUrl}\n${digest.copy().digest('hex')}`, 'buffer');
    },
    answer,
  };
  return { bytes: digested(bytes, digest), repeatable };
}

async function* digested(bytes: Bytes, digest: Hash): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    digest.update(piece);
    yield piece;
  }
}

function keyOf(req: Request): string | null {
  const header = req.headers['idempotency-key'];
  if (header === undefined) return null;
  const text = String(header).trim();
  const key = QUOTED.exec(text)?.[1]?.replace(/\\(.)/g, '$1') ?? (BARE.test(text) ? text : '');
  if (key === '' || key.length > LONGEST)
    throw new HttpProblem(
      400,
      'BAD_IDEMPOTENCY_KEY',
      `An Idempotency-Key has 1 to ${LONGEST} printable ASCII characters.`,
    );
  return key;
}

/** 201, or another success, with what was made, or the stored first answer, byte for byte. */
export function sendCreated<T>(
  res: Response,
  outcome: Outcome<T>,
  created: (result: T) => Created,
  status = 201,
): void {
  const replayed = 'answeredBefore' in outcome;
  const { location, etag, body }: Created = replayed ? JSON.parse(outcome.answeredBefore) : created(outcome.done);
  if (replayed) res.setHeader('Idempotency-Replayed', 'true');
  if (location !== undefined) res.setHeader('Location', location);
  if (etag !== undefined) res.setHeader('ETag', etag);
  sendJson(res, status, body);
}

/** The same text for the same JSON, in whatever order its keys came. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
