import { createHmac, hash, randomBytes } from 'node:crypto';
import type { MailedTokenPurpose } from '#application/ports/mailed-token-repository.ts';
import type { TokenSecrets } from '#application/ports/token-secrets.ts';

/** Short enough for a link that fits into a line of a mail. */
const MAIL_BYTES = 24;

export class RandomTokenSecrets implements TokenSecrets {
  readonly #serverSecret: string;

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

  digest(secret: string): Buffer {
    return hash('sha256', secret, 'buffer');
  }
}
