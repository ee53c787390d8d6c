import { createHmac, hash, randomBytes } from 'node:crypto';
import type { MailedTokenPurpose } from '#application/ports/mailed-token-repository.ts';
import type { TokenSecrets } from '#application/ports/token-secrets.ts';

/** Short enough for a link that fits into a line of a mail. */
const MAIL_BYTES = 24;

const RECENT_MILLISECONDS = 1_000;
const MOST_RECENT = 10_000;
/** In characters; those of `next` are shorter. */
const LONGEST_RECENT = 64;

export class RandomTokenSecrets implements TokenSecrets {
  readonly #serverSecret: string;
  /** Digests of the last second: who asks thousands of times in it shows one secret, and to hash it costs a fifth of an answer that is kept. */
  readonly #recent = new Map<string, string>();

  /** @param serverSecret the one that signs sessions too: who reads the database alone cannot make a mail's token. */
  constructor(serverSecret: string) {
    this.#serverSecret = serverSecret;
  }

  next(): string {
    return `blt_${randomBytes(32).toString('base64url')}`;
  }

  ofMail(purpose: MailedTokenPurpose, requestId: string): string {
    const mac = createHmac('sha256', this.#serverSecret).update(`${purpose} ${requestId}`).digest();
    return mac.subarray(0, MAIL_BYTES).toString('base64url');
  }

  digest(secret: string): string {
    const recent = this.#recent.get(secret);
    if (recent !== undefined) return recent;
    const digest = hash('sha256', secret, 'base64url');
    this.#remember(secret, digest);
    return digest;
  }

  #remember(secret: string, digest: string): void {
    if (secret.length > LONGEST_RECENT || this.#recent.size >= MOST_RECENT) return;
    if (this.#recent.size === 0) setTimeout(() => this.#recent.clear(), RECENT_MILLISECONDS).unref();
    this.#recent.set(secret, digest);
  }
}
