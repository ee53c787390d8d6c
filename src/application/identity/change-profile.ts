import type { CommonPasswords } from '#domain/identity/common-passwords.ts';
import type { ProfileDraft, User } from '#domain/identity/user.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import { moveToTimeZone } from '../jobs/move-to-time-zone.ts';
import { newJob } from '../jobs/new-job.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { Limit, RateLimiter } from '../ports/rate-limiter.ts';
import type { Timetable } from '../ports/timetable.ts';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound, tooManyRequests } from '../refusal.ts';
import { MAILBOX_LIMIT } from './ask-for-mail.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { type Acting, doerOf } from './doers.ts';
import { addressChangedLetter, passwordChangedLetter } from './letters.ts';
import { voidLinksAndTell } from './renewal.ts';

/** By one user. */
const ADDRESS_CHANGES: Limit = { name: 'address-change', points: 5, seconds: 3_600 };

export type ProfileParts = {
  readonly unitOfWork: UnitOfWork;
  readonly hasher: PasswordHasher;
  readonly limits: AttemptLimits;
  readonly limiter: RateLimiter;
  readonly common: CommonPasswords;
  readonly timetable: Timetable;
  readonly ids: IdGenerator;
  readonly clock: Clock;
};

/**
 * Changes one's own name, time zone, address or password. The last two need the current password. A new password ends every other session and
 * login, but no personal access token; a new address has to be confirmed, and the old one is told.
 */
export class ChangeProfile {
  readonly #parts: ProfileParts;

  constructor(parts: ProfileParts) {
    this.#parts = parts;
  }

  /** @param address where the request comes from. @throws {InvalidFields}; @throws {Refusal} EMAIL_TAKEN, TOO_MANY_REQUESTS */
  async execute(actor: Acting, draft: ProfileDraft, address: string): Promise<User> {
    const { unitOfWork, hasher, common } = this.#parts;
    const known = await unitOfWork.run(async ({ users }) => ({
      user: await users.find(actor.userId),
      passwordHash: await users.findPasswordHash(actor.userId),
    }));
    if (known.user === null) throw notFound('user');
    const wanted = known.user.change(draft, common);
    await this.#assertCurrent(actor, known.user, known.passwordHash, draft, address);
    await this.#assertMayMail(known.user, wanted);
    // Hashed outside of the transaction, which would hold its lock for as long.
    const passwordHash = draft.password ? await hasher.hash(draft.password) : null;
    return unitOfWork.run(async (repositories) => {
      const user = await repositories.users.find(actor.userId);
      // A reset that came between has made the current password another one.
      if (user === null || (await repositories.users.findPasswordHash(user.id)) !== known.passwordHash)
        throw wrongPassword();
      return this.#save(repositories, actor, user, user.change(draft, common), passwordHash);
    });
  }

  async #assertCurrent(
    actor: Acting,
    user: User,
    passwordHash: string | null,
    { email, password, currentPassword }: ProfileDraft,
    address: string,
  ): Promise<void> {
    if (email === undefined && password === undefined) return;
    const succeeded = await this.#parts.limits.begin({
      email: user.email,
      address,
      device: user.id,
      client: actor.client,
    });
    if (!(await this.#parts.hasher.verify(currentPassword ?? '', passwordHash))) {
      const refused = { action: 'password.refused', by: doerOf(actor), to: { userId: user.id } } as const;
      await this.#parts.unitOfWork.run(({ audit }) => audit.record(refused));
      throw wrongPassword();
    }
    await succeeded();
  }

  /** Both addresses get a mail, of which one may be a stranger's. */
  async #assertMayMail(before: User, after: User): Promise<void> {
    if (after.email === before.email) return;
    const { limiter } = this.#parts;
    for (const [limit, key] of [
      [ADDRESS_CHANGES, after.id],
      [MAILBOX_LIMIT, `verify-email ${after.email}`],
    ] as const) {
      const { allowed, resetSeconds } = await limiter.consume(limit, key);
      if (!allowed) throw tooManyRequests(resetSeconds);
    }
  }

  async #save(
    repositories: Repositories,
    actor: Acting,
    before: User,
    after: User,
    passwordHash: string | null,
  ): Promise<User> {
    const { users, sessions, tokens, jobs, audit } = repositories;
    const { credential } = actor;
    const [by, to] = [doerOf(actor), { userId: after.id }];
    await users.save(after);
    if (after.timeZone !== before.timeZone)
      await moveToTimeZone(repositories, after, this.#parts.timetable, this.#parts.clock.now());
    if (passwordHash !== null) {
      await users.changePassword(after.id, passwordHash);
      await sessions.endAllOf(after.id, credential.id);
      await tokens.deleteLoginsOf(after.id, credential.id);
      await voidLinksAndTell(repositories, after, passwordChangedLetter(before), this.#parts.ids.next());
      await audit.record({ action: 'password.changed', by, to });
    }
    if (after.email !== before.email) {
      const [noticeId, requestId] = [this.#parts.ids.next(), this.#parts.ids.next()];
      await voidLinksAndTell(repositories, after, addressChangedLetter(before, after), noticeId);
      const payload = { purpose: 'verify-email', email: after.email } as const;
      await jobs.add(newJob(requestId, { task: 'send-link', payload }));
      await audit.record({ action: 'email.changed', by, to });
    }
    return after;
  }
}

const wrongPassword = (): InvalidFields =>
  new InvalidFields([
    { field: 'currentPassword', code: 'WRONG_PASSWORD', detail: 'This is not your current password.' },
  ]);
