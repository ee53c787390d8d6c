/**
 * What processes remember of look-ups. A use case that revokes something waits for this after its commit and before its answer.
 * Each resolves when no process on the database remembers what was so before the call, and rejects with a Refusal (UNAVAILABLE) when
 * that cannot be said.
 */
export interface PrincipalMemory {
  forgetToken(tokenDigest: Buffer): Promise<void>;

  /** Also their sessions and tokens. */
  forgetUser(userId: string): Promise<void>;

  forgetEverybody(): Promise<void>;
}
