export type AccessToken = {
  readonly digest: Buffer;
  readonly userId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

export interface AccessTokenRepository {
  save(token: AccessToken): Promise<void>;

  /** Kills one token at once; nothing happens when there is none. */
  delete(digest: Buffer): Promise<void>;

  /** Kills every token of the user. */
  deleteAllOf(userId: string): Promise<void>;
}
