/**
 * A request that may be sent again: the key its sender chose (unique per user), a digest of what it asks for, and how its
 * answer is written down. The first answer is stored in the transaction of its effect and given to every repetition for 24 h.
 * (draft-ietf-httpapi-idempotency-key-header)
 */
export type Repeatable<T> = {
  readonly key: string;
  /** SHA-256, 32 bytes. */
  readonly fingerprint: Buffer;
  answer(result: T): string;
};

/** What became of a repeatable request: done now, or answered before. */
export type Outcome<T> = { readonly done: T } | { readonly answeredBefore: string };

export const REPEATABLE_HOURS = 24;
