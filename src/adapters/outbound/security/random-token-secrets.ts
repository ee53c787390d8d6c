import { hash, randomBytes } from 'node:crypto';
import type { TokenSecrets } from '#application/ports/token-secrets.ts';

export class RandomTokenSecrets implements TokenSecrets {
  next(): string {
    return `blt_${randomBytes(32).toString('base64url')}`;
  }

  digest(secret: string): Buffer {
    return hash('sha256', secret, 'buffer');
  }
}
