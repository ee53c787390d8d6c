import { hash } from 'node:crypto';
import type { PasswordHasher } from '#application/ports/password-hasher.ts';

/** Costs nothing and counts what would have cost something. */
export class QuickPasswordHasher implements PasswordHasher {
  hashes = 0;

  async hash(password: string): Promise<string> {
    this.hashes += 1;
    return `$sha256$${hash('sha256', password)}`;
  }

  async verify(password: string, phc: string | null): Promise<boolean> {
    if (phc !== null && !/^\$sha(256\$[0-9a-f]{64}|512\$[0-9a-f]{128})$/.test(phc)) throw new Error('This is no hash.');
    return [await this.hash(password), outdatedHash(password)].some((known) => known === phc);
  }

  isOutdated(phc: string): boolean {
    return !phc.startsWith('$sha256$');
  }
}

/** As a QuickPasswordHasher of earlier days would have made it. */
export const outdatedHash = (password: string): string => `$sha512$${hash('sha512', password)}`;
