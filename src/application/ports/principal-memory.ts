/** What this process remembers of look-ups; a use case that revokes something calls this after its commit, before its answer. */
export interface PrincipalMemory {
  forgetToken(tokenDigest: Buffer): void;

  forgetUser(userId: string): void;
}
