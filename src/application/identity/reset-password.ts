import type { CommonPasswords } from '#domain/identity/common-passwords.ts';
import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { parsePassword } from '#domain/identity/password-policy.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import type { Repositories } from '../ports/unit-of-work.ts';
import { Refusal } from '../refusal.ts';
import { OPERATOR } from './doers.ts';
import type { Renewal } from './renewal.ts';

/** The operator's way to give a user a new password. Every session and token of that user ends. */
export class ResetPassword {
  readonly #renewal: Renewal;
  readonly #common: CommonPasswords;

  constructor(renewal: Renewal, common: CommonPasswords) {
    this.#renewal = renewal;
    this.#common = common;
  }

  async execute(email: string, password: string): Promise<void> {
    const reader = new DraftReader<'email' | 'password'>();
    const address = reader.require('email', email, parseEmailAddress);
    reader.require('password', password, (text) => parsePassword(text, address, this.#common));
    if (reader.hasViolations() || address === null) throw reader.invalidFields();
    const whose = async ({ users }: Repositories) => {
      const user = await users.findByEmail(address);
      if (user === null) throw new Refusal('NOT_FOUND', `Nobody is registered as ${address}.`);
      return user;
    };
    await this.#renewal.execute(password, whose, () => OPERATOR);
  }
}
