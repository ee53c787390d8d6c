import type { User } from '#domain/identity/user.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import type { Violation } from '#domain/shared/violation.ts';
import type { Client } from '../ports/access-token-repository.ts';
import type { Clock } from '../ports/clock.ts';
import type { TokenSecrets } from '../ports/token-secrets.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { badToken } from '../refusal.ts';
import { selfProven } from './doers.ts';

/** Takes the link of a mail as proof that its address is read by the user. */
export class VerifyEmail {
  readonly #unitOfWork: UnitOfWork;
  readonly #secrets: TokenSecrets;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, secrets: TokenSecrets, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#secrets = secrets;
    this.#clock = clock;
  }

  /** @throws {InvalidFields} without a token; @throws {Refusal} BAD_TOKEN */
  async execute(
    draft: { readonly token?: string | null | undefined; readonly faults?: readonly Violation[] },
    client: Client,
  ): Promise<User> {
    const reader = new DraftReader<'token'>(draft.faults);
    const token = reader.require('token', draft.token, (text) => text);
    if (reader.hasViolations() || token === null) throw reader.invalidFields();
    return this.#unitOfWork.run(async ({ users, mailedTokens, audit }) => {
      const mailed = await mailedTokens.find('verify-email', this.#secrets.digest(token), this.#clock.now());
      const user = mailed && (await users.find(mailed.userId));
      if (!user?.isActive || user.email !== mailed?.email) throw badToken();
      if (!(await mailedTokens.use(mailed))) throw badToken();
      const verified = user.verified();
      await users.save(verified);
      const by = selfProven(user.id, client);
      await audit.record({ action: 'email.verified', by, to: { userId: user.id } });
      return verified;
    });
  }
}
