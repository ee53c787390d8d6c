import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { parsePassword } from '#domain/identity/password-policy.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { PrincipalMemory } from '../ports/principal-memory.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { Refusal } from '../refusal.ts';

/** The operator's way to give a user a new password. Every session and token of that user ends. */
export class ResetPassword {
  readonly #unitOfWork: UnitOfWork;
  readonly #hasher: PasswordHasher;
  readonly #memory: PrincipalMemory;

  constructor(unitOfWork: UnitOfWork, hasher: PasswordHasher, memory: PrincipalMemory) {
    this.#unitOfWork = unitOfWork;
    this.#hasher = hasher;
    this.#memory = memory;
  }

  async execute(email: string, password: string): Promise<void> {
    const reader = new DraftReader<'email' | 'password'>();
    const address = reader.require('email', email, parseEmailAddress);
    reader.require('password', password, (text) => parsePassword(text, address));
    if (reader.hasViolations() || address === null) throw reader.invalidFields();
    const passwordHash = await this.#hasher.hash(password);
    const userId = await this.#unitOfWork.run(async ({ users, tokens }) => {
      const user = await users.findByEmail(address);
      if (user === null) throw new Refusal('NOT_FOUND', `Nobody is registered as ${address}.`);
      await users.changePassword(user.withNewSessions(), passwordHash);
      await tokens.deleteAllOf(user.id);
      return user.id;
    });
    await this.#memory.forgetUser(userId);
  }
}
