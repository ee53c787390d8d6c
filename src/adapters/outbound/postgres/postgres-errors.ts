import { Refusal } from '#application/refusal.ts';

type VendorError = Error & { readonly code?: string; readonly constraint?: string };

/** An error of pg: from the server with SQLSTATE in `code` (PostgreSQL manual, appendix A), or from the socket. */
export const vendorError = (error: unknown): VendorError => error as VendorError;

export const UNIQUE_VIOLATION = '23505';
export const FOREIGN_KEY_VIOLATION = '23503';
export const LOCK_NOT_AVAILABLE = '55P03';
const DISK_FULL = '53100';

const CONNECTION_LOST = new Set(['57P01', '57P02', 'ECONNRESET', 'EPIPE']);
const NOT_SERVING = new Set([
  '57P03',
  DISK_FULL,
  '53300',
  '57014',
  '25P03',
  LOCK_NOT_AVAILABLE,
  '40001',
  '40P01',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'ENOENT',
]);
const POOL_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|not queryable|Client was closed|pool after calling end|timeout expired|Query read timeout|Operation timeout|in recovery mode|shutting down/i;
const NO_ANSWER = 'The database does not answer just now. Try again shortly.';
/** It goes on reading, and writes again by itself as soon as there is room. */
const NO_ROOM = 'The disk of the database is full: nothing can be written until there is room on it again.';
const LOST_MESSAGES = /Connection terminated unexpectedly|not queryable|Client was closed/i;

/** The connection broke under the statement: a read may simply ask again. */
export function connectionWasLost(error: unknown): boolean {
  const { code = '', message } = vendorError(error);
  return CONNECTION_LOST.has(code) || LOST_MESSAGES.test(message);
}

/** Turns "the database does not answer (in time)", or has no room, into a refusal and leaves every other error as it is. */
export function translated(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  const { code = '', message } = vendorError(error);
  const unavailable =
    connectionWasLost(error) || NOT_SERVING.has(code) || code.startsWith('08') || POOL_MESSAGES.test(message);
  return unavailable
    ? new Refusal('UNAVAILABLE', code === DISK_FULL ? NO_ROOM : NO_ANSWER, {
        cause: error,
        facts: { part: 'database' },
      })
    : error;
}
