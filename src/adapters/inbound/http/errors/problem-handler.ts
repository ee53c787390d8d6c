import type { ErrorRequestHandler, Request, Response } from 'express';
import { Refusal, type RefusalCode, type RefusalFacts } from '#application/refusal.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import type { Violation } from '#domain/shared/violation.ts';
import type { RequestLog } from '../request-log.ts';
import { pointerOf } from '../wire-names.ts';
import { endRefusal } from './end-refusal.ts';
import { HttpProblem } from './http-problem.ts';

// See server.ts for why this is no import.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

const STATUS: Record<RefusalCode, number> = {
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  EMAIL_TAKEN: 409,
  BAD_CREDENTIALS: 401,
  FORBIDDEN: 403,
  BAD_TOKEN: 400,
  OWN_ROLE: 403,
  LAST_ADMIN: 409,
  TOO_MANY_TOKENS: 409,
  TOO_MANY_REQUESTS: 429,
  STALE_VERSION: 412,
  JOB_STATE: 409,
  ACCOUNT_NOT_EMPTY: 409,
  ALIAS_CHAIN: 409,
  IMPORT_STATE: 409,
  OPEN_QUESTIONS: 409,
  TOO_MANY_IMPORTS: 409,
  UNREADABLE_FILE: 422,
  IDEMPOTENCY_MISMATCH: 422,
  IDEMPOTENCY_IN_PROGRESS: 409,
  OVERLOADED: 503,
  UNAVAILABLE: 503,
};
const RETRY_AFTER = new Set<RefusalCode>(['IDEMPOTENCY_IN_PROGRESS', 'OVERLOADED', 'UNAVAILABLE']);

/** Errors of Express, its body parsers and its file server carry a status of their own (http-errors). */
const OF_EXPRESS: Record<number, [code: string, detail: string]> = {
  400: ['MALFORMED', 'The request cannot be read.'],
  412: ['PRECONDITION_FAILED', 'The file is not the one that the request speaks of.'],
  413: ['BODY_TOO_LARGE', 'The body is larger than this address takes.'],
  415: ['UNSUPPORTED_MEDIA_TYPE', 'The body is encoded in a way that is not understood.'],
  416: ['RANGE_NOT_SATISFIABLE', 'The file has no such part.'],
};

export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly more?: { readonly errors?: readonly { pointer: string; code: string; detail: string }[] } & RefusalFacts;
};

/** Answers an error as problem+json; what only the log may know goes there. */
export const problemHandler =
  (log: RequestLog): ErrorRequestHandler =>
  (error: unknown, req, res, _next) => {
    const problem = problemOf(error);
    if (problem.status === 500) log.failure(res, error);
    else if (problem.status === 503) log.unavailable(res, error);
    if (res.headersSent) {
      res.destroy();
      return;
    }
    sendProblem(req, res, problem);
  };

/** The only map from errors to answers (RFC 9457). What it does not know is a 500 that says nothing but its ticket. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpProblem) return { ...error, detail: error.message };
  if (error instanceof InvalidFields) return invalidFields(error.violations);
  if (error instanceof Refusal) return refused(error);
  const { status = 500 } = error as { status?: number };
  const [code, detail] = OF_EXPRESS[status] ?? [];
  if (code && detail) return { status, code, detail };
  return {
    status: 500,
    code: 'INTERNAL',
    detail: 'Something went wrong here. It was logged with the ticket in request_id.',
  };
}

function refused({ code, message, facts }: Refusal): Problem {
  const { retryAfterSeconds, ...more } = facts;
  const status = STATUS[code];
  return {
    status,
    code,
    detail: message,
    headers: retryAfterSeconds || RETRY_AFTER.has(code) ? { 'Retry-After': String(retryAfterSeconds ?? 1) } : {},
    more,
  };
}

function invalidFields(violations: readonly Violation[]): Problem {
  const errors = violations.map(({ field, code, detail }) => ({ pointer: pointerOf(field), code, detail }));
  const weak = violations.every(({ code }) => code === 'PASSWORD_WEAK');
  const detail =
    errors.length === 1 ? (errors[0]?.detail ?? '') : `${errors.length} fields are not valid: see errors for each.`;
  return { status: 422, code: weak ? 'PASSWORD_WEAK' : 'INVALID_FIELDS', detail, more: { errors } };
}

function sendProblem(req: Request, res: Response, problem: Problem): void {
  const { status, code, detail, headers = {}, more = {} } = problem;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (status === 401) res.setHeader('WWW-Authenticate', 'Bearer');
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Content-Type', 'application/problem+json');
  res.removeHeader('ETag');
  res.statusCode = status;
  const title = STATUS_CODES[status] ?? 'Error';
  const [instance] = req.originalUrl.split('?');
  const body = JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail,
    instance,
    code,
    request_id: res.locals.requestId,
    ...more,
  });
  res.setHeader('Content-Length', Buffer.byteLength(body));
  endRefusal(req, res, body);
}
