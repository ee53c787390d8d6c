export type MailedTokenPurpose = 'reset-password' | 'verify-email';

/** What a mail's link proves: that its bearer reads the mail of one address of one user. */
export type MailedToken = {
  readonly userId: string;
  readonly purpose: MailedTokenPurpose;
  /** Of the request it answers; UUIDv7, so a later request has a greater one. */
  readonly id: string;
  readonly email: string;
  readonly digest: string;
  readonly expiresAt: Date;
};

/** One token of a purpose for each user: a newer one voids the older. */
export interface MailedTokenRepository {
  /**
   * Keeps the token; false when it must not be mailed: a later request, a use or a voiding has come between. Keeping the same again is true
   * as long as it is good.
   */
  keep(token: MailedToken): Promise<boolean>;

  /** The living token; null for an unknown, used, void or expired one. Not locked: the user's row, which is locked first, guards it. */
  find(purpose: MailedTokenPurpose, digest: string, now: Date): Promise<MailedToken | null>;

  /** Voids what the user was mailed, and what requests before `id` would still be mailed. */
  voidAllOf(userId: string, email: string, id: string): Promise<void>;

  /** Voids the one that is used; false when it was no longer good. */
  use(token: MailedToken): Promise<boolean>;
}
