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
    return (await this.hash(password)) === phc;
  }
}
