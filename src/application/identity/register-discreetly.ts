import type { CommonPasswords } from '#domain/identity/common-passwords.ts';
import { type RegistrationDraft, User } from '#domain/identity/user.ts';
import { newJob } from '../jobs/new-job.ts';
import type { Doer } from '../ports/audit-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { Refusal } from '../refusal.ts';
import { MAILBOX_LIMIT } from './ask-for-mail.ts';
import { registrationTriedLetter } from './letters.ts';
import type { RegisterUser } from './register-user.ts';

export type DiscreetParts = {
  readonly registerUser: RegisterUser;
  readonly unitOfWork: UnitOfWork;
  readonly limiter: RateLimiter;
  readonly common: CommonPasswords;
  readonly ids: IdGenerator;
  readonly clock: Clock;
  /** The configured address of the service, without a slash at its end. */
  readonly publicUrl: string;
};

/**
 * Registers as `RegisterUser` does, and tells nobody whether an address is taken: the answer is the same, and the owner is told by mail
 * (A-E3). Together with a sign-in that wants confirmed addresses nobody can find out who has an account here.
 */
export class RegisterDiscreetly {
  readonly #parts: DiscreetParts;

  constructor(parts: DiscreetParts) {
    this.#parts = parts;
  }

  /** The new user, or one that looks like it and is kept nowhere. @throws {InvalidFields} */
  async execute(registration: RegistrationDraft, by: Doer): Promise<User> {
    const { registerUser, common, ids, clock } = this.#parts;
    try {
      return await registerUser.execute(registration, by);
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'EMAIL_TAKEN')) throw error;
      const pretended = User.register(ids.next(), registration, clock.now(), common);
      await this.#tellOwner(pretended.email, by);
      return pretended;
    }
  }

  async #tellOwner(email: string, by: Doer): Promise<void> {
    const { unitOfWork, limiter, ids, publicUrl } = this.#parts;
    const { allowed } = await limiter.consume(MAILBOX_LIMIT, `registration ${email}`);
    if (!allowed) return;
    const id = ids.next();
    await unitOfWork.run(async ({ users, jobs, audit }) => {
      const owner = await users.findByEmail(email);
      if (owner === null) return;
      await jobs.add(newJob(id, { task: 'send-mail', payload: registrationTriedLetter(owner, publicUrl) }));
      await audit.record({ action: 'user.registration_refused', by, to: { userId: owner.id } });
    });
  }
}
