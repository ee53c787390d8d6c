import type { StoredAnswer } from '../ports/answer-repository.ts';
import type { Repeatable } from '../ports/repeatable.ts';
import { Refusal } from '../refusal.ts';

/** The answer to a repeatable request as it is kept: written down before the effect, stored with it. */
export const storedAnswer = <T>(userId: string, repeatable: Repeatable<T>, result: T, at: Date): StoredAnswer => ({
  userId,
  key: repeatable.key,
  fingerprint: repeatable.fingerprint,
  answer: repeatable.answer(result),
  at,
});

/**
 * The first answer, when the same request asks again.
 * @throws {Refusal} IDEMPOTENCY_MISMATCH when the key was used for something else.
 */
export function answeredBefore(first: { fingerprint: Buffer; answer: string }, again: StoredAnswer): string {
  if (!first.fingerprint.equals(again.fingerprint))
    throw new Refusal('IDEMPOTENCY_MISMATCH', 'This Idempotency-Key was used for another request. Choose a new key.');
  return first.answer;
}

/** A request with the same key holds it still. */
export const stillRunning = (cause?: unknown): Refusal =>
  new Refusal('IDEMPOTENCY_IN_PROGRESS', 'A request with this Idempotency-Key is still running.', { cause });
