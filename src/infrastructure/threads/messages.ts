import type { Positions } from '#application/ports/positions.ts';
import { Refusal, type RefusalCode, type RefusalFacts } from '#application/refusal.ts';

/** What the thread does. Arguments and outcomes are plain data. */
export type ThreadTasks = {
  readonly 'list positions': Positions['list'];
  readonly 'explain positions': Positions['explain'];
  readonly 'refresh positions': (userId: string) => Promise<void>;
};
export type ThreadTask = keyof ThreadTasks;

export type Request = { readonly id: number; readonly task: ThreadTask; readonly args: readonly unknown[] };
export type Reply = { readonly id: number; readonly outcome?: unknown; readonly error?: SentError };

/** An error does not keep its class between threads. */
export type SentError = {
  readonly message: string;
  readonly stack: string | undefined;
  readonly refusal: { readonly code: RefusalCode; readonly facts: RefusalFacts } | null;
};

export function sentError(error: unknown): SentError {
  const { message, stack } = error as Error;
  return { message, stack, refusal: error instanceof Refusal ? { code: error.code, facts: error.facts } : null };
}

export function errorOf({ message, stack, refusal }: SentError): Error {
  const error = refusal ? new Refusal(refusal.code, message, { facts: refusal.facts }) : new Error(message);
  return Object.assign(error, stack === undefined ? {} : { stack });
}
