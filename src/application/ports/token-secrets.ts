export interface TokenSecrets {
  /** A new secret for its owner's eyes: `blt_` and 256 random bits, URL-safe. */
  next(): string;

  /** SHA-256 of a secret, 32 bytes: the only form that is stored. */
  digest(secret: string): Buffer;
}
