import { hash } from 'node:crypto';
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
  const header = req.headers['idempotency-key'];
  if (header === undefined) return null;
  const fingerprint = hash('sha256', `${req.method} ${req.baseUrl}${req.path}\n${canonicalJson(req.body)}`, 'buffer');
  return { key: keyOf(String(header)), fingerprint, answer: (result) => JSON.stringify(created(result)) };
}

/** The same of a request that brings a file, whose digest is known when it was read. Stored is what `answer` says. */
export function repeatableUpload<T>(
  req: Request,
  file: { digest(): string },
  answer: (result: T) => string,
): Repeatable<T> | null {
  const header = req.headers['idempotency-key'];
  if (header === undefined) return null;
  return {
    key: keyOf(String(header)),
    get fingerprint() {
      return hash('sha256', `${req.method} ${req.originalUrl}\n${file.digest()}`, 'buffer');
    },
    answer,
  };
}

function keyOf(header: string): string {
  const text = header.trim();
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
