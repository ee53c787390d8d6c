import type { JsonValue, RunId } from '#application/jobs/job.ts';
import { LockLost } from '#application/ports/job-runs.ts';
import type { Positions } from '#application/ports/positions.ts';
import { Refusal, type RefusalCode, type RefusalFacts } from '#application/refusal.ts';

export type ImportDeed = 'read' | 'commit' | 'undo';

/** What the thread does. Arguments and outcomes are plain data. */
export type ThreadTasks = {
  readonly 'list positions': Positions['list'];
  readonly 'explain positions': Positions['explain'];
  readonly 'refresh positions': (userId: string) => Promise<void>;
  readonly import: (deed: ImportDeed, run: RunId, importId: string) => Promise<JsonValue>;
};
export type ThreadTask = keyof ThreadTasks;

export type ThreadData = {
  /** Of the database. */
  readonly url: string;
  /** Those that the process answers, of a Traffic. */
  readonly requests: SharedArrayBuffer;
};

export type Request =
  | { readonly id: number; readonly task: ThreadTask; readonly args: readonly unknown[] }
  /** What was asked for under that number is not wanted any more. */
  | { readonly id: number; readonly abort: true };
export type Reply = {
  readonly id: number;
  readonly outcome?: unknown;
  readonly error?: SentError;
  /** How far it is, of 0 to 1; the end is still to come. */
  readonly part?: number;
};

/** An error does not keep its class between threads. */
export type SentError = {
  readonly message: string;
  readonly stack: string | undefined;
  readonly kind: 'error' | 'lock lost';
  readonly refusal: { readonly code: RefusalCode; readonly facts: RefusalFacts } | null;
};

export function sentError(error: unknown): SentError {
  const { message, stack } = error as Error;
  const kind = error instanceof LockLost ? 'lock lost' : 'error';
  return { message, stack, kind, refusal: error instanceof Refusal ? { code: error.code, facts: error.facts } : null };
}

export function errorOf({ message, stack, kind, refusal }: SentError): Error {
  if (kind === 'lock lost') return new LockLost(message);
  const error = refusal ? new Refusal(refusal.code, message, { facts: refusal.facts }) : new Error(message);
  return Object.assign(error, stack === undefined ? {} : { stack });
}
