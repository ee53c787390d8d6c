import { parseEmailAddress } from '#domain/identity/email-address.ts';
import type { User } from '#domain/identity/user.ts';
import { InvalidValue } from '#domain/shared/invalid-value.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { UserQueries } from '../ports/user-queries.ts';
import { Refusal } from '../refusal.ts';

/** Proves who asks by e-mail and password, at the same cost whether or not there is such a user. */
export class SignIn {
  readonly #users: UserQueries;
  readonly #hasher: PasswordHasher;

  constructor(users: UserQueries, hasher: PasswordHasher) {
    this.#users = users;
    this.#hasher = hasher;
  }

  /** @throws {Refusal} BAD_CREDENTIALS, the same for an unknown address, a wrong password and a disabled user. */
  async execute(email: string, password: string): Promise<User> {
    const address = addressOf(email);
    const known = address === null ? null : await this.#users.findCredentials(address);
    const matches = await this.#hasher.verify(password, known?.passwordHash ?? null);
    if (known === null || !matches || !known.user.isActive)
      throw new Refusal('BAD_CREDENTIALS', 'The e-mail address or the password is wrong.');
    return known.user;
  }
}

/** Null for what no user can have: nothing is looked up for it, as it may hold what a database refuses (NUL). */
function addressOf(text: string): string | null {
  try {
    return parseEmailAddress(text);
  } catch (error) {
    if (error instanceof InvalidValue) return null;
    throw error;
  }
}
