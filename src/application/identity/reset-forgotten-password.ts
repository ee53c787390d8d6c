import type { CommonPasswords } from '#domain/identity/common-passwords.ts';
import { parsePassword } from '#domain/identity/password-policy.ts';
import type { User } from '#domain/identity/user.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import type { Violation } from '#domain/shared/violation.ts';
import type { Client } from '../ports/access-token-repository.ts';
import type { MailedToken } from '../ports/mailed-token-repository.ts';
import type { TokenSecrets } from '../ports/token-secrets.ts';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.ts';
import { badToken } from '../refusal.ts';
import { selfProven } from './doers.ts';
import type { Renewal } from './renewal.ts';

/** Gives a new password to who holds the link from a mail. It signs nobody in, and ends every session and token of the user. */
export class ResetForgottenPassword {
  readonly #unitOfWork: UnitOfWork;
  readonly #secrets: TokenSecrets;
  readonly #renewal: Renewal;
  readonly #common: CommonPasswords;

  constructor(unitOfWork: UnitOfWork, secrets: TokenSecrets, renewal: Renewal, common: CommonPasswords) {
    this.#unitOfWork = unitOfWork;
    this.#secrets = secrets;
    this.#renewal = renewal;
    this.#common = common;
  }

  /** @throws {InvalidFields} also PASSWORD_WEAK, which leaves the token good; @throws {Refusal} BAD_TOKEN */
  async execute(draft: ResetDraft, client: Client): Promise<void> {
    const reader = new DraftReader<'token' | 'password'>(draft.faults);
    const token = reader.require('token', draft.token, (text) => text);
    const password = reader.require('password', draft.password, (text) => text);
    if (reader.hasViolations() || token === null || password === null) throw reader.invalidFields();
    const digest = this.#secrets.digest(token);
    const now = this.#renewal.now();
    const known = await this.#unitOfWork.run((repositories) => bearerOf(repositories, digest, now));
    reader.read('password', password, (text) => parsePassword(text, known.user.email, this.#common));
    if (reader.hasViolations()) throw reader.invalidFields();
    // Hashed outside of the transaction, which would hold its locks for as long; so it is looked up once more.
    const whose = async (repositories: Repositories) => {
      const { user, mailed } = await bearerOf(repositories, digest, now);
      if (!(await repositories.mailedTokens.use(mailed))) throw badToken();
      return user;
    };
    await this.#renewal.execute(password, whose, ({ id }) => selfProven(id, client));
  }
}

export type ResetDraft = {
  readonly token?: string | null | undefined;
  readonly password?: string | null | undefined;
  readonly faults?: readonly Violation[];
};

async function bearerOf(
  { users, mailedTokens }: Repositories,
  digest: string,
  now: Date,
): Promise<{ user: User; mailed: MailedToken }> {
  const mailed = await mailedTokens.find('reset-password', digest, now);
  const user = mailed && (await users.find(mailed.userId));
  if (!user?.isActive || user.email !== mailed?.email) throw badToken();
  return { user, mailed };
}
