import type { MailedTokenPurpose } from './mailed-token-repository.ts';

export interface TokenSecrets {
  /** A new secret for its owner's eyes: `blt_` and 256 random bits, URL-safe. */
  next(): string;

  /**
   * The secret of a mail's link, 192 bits, URL-safe: the same for the same request, so that it need not be kept until the mail is sent,
   * and to be guessed by nobody who does not know the server's own secret.
   */
  ofMail(purpose: MailedTokenPurpose, requestId: string): string;

  /** SHA-256 of a secret, in base64url: the only form that is stored. */
  digest(secret: string): string;
}
