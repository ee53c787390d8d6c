export type StoredAnswer = {
  readonly userId: string;
  readonly key: string;
  readonly fingerprint: Buffer;
  readonly answer: string;
  readonly at: Date;
};

export interface AnswerRepository {
  /**
   * Claims the key with its answer: null when the key was free (or older than 24 h), the earlier answer when the same request
   * was answered before. Waits for a transaction that holds the key.
   * @throws {Refusal} IDEMPOTENCY_MISMATCH when the key was used for something else, IDEMPOTENCY_IN_PROGRESS when the wait was too long.
   */
  claim(answer: StoredAnswer): Promise<string | null>;

  /** Writes down the answer, which was not known when the key was claimed in the same unit of work. */
  settle(answer: StoredAnswer): Promise<void>;
}
