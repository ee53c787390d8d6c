import type { User } from '#domain/identity/user.ts';
import { newJob } from '../jobs/new-job.ts';
import type { Doer } from '../ports/audit-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.ts';
import { passwordChangedLetter } from './letters.ts';

/** What every reset of a password does: the new hash, the end of every session and token, void links, and a mail to the owner. */
export class Renewal {
  readonly #unitOfWork: UnitOfWork;
  readonly #hasher: PasswordHasher;
  readonly #ids: IdGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, hasher: PasswordHasher, { ids, clock }: { ids: IdGenerator; clock: Clock }) {
    this.#unitOfWork = unitOfWork;
    this.#hasher = hasher;
    this.#ids = ids;
    this.#clock = clock;
  }

  now(): Date {
    return this.#clock.now();
  }

  /** @param whose finds the user in the transaction of the change, or throws. */
  async execute(
    password: string,
    whose: (repositories: Repositories) => Promise<User>,
    by: (user: User) => Doer,
  ): Promise<void> {
    const passwordHash = await this.#hasher.hash(password);
    await this.#unitOfWork.run(async (repositories) => {
      const user = await whose(repositories);
      await repositories.users.changePassword(user.id, passwordHash);
      await repositories.sessions.endAllOf(user.id, null);
      await repositories.tokens.deleteAllOf(user.id);
      await voidLinksAndTell(repositories, user, passwordChangedLetter(user), this.#ids.next());
      await repositories.audit.record({ action: 'password.reset', by: by(user), to: { userId: user.id } });
    });
  }
}

/** Voids what was mailed before, and writes to the owner. */
export async function voidLinksAndTell(
  { mailedTokens, jobs }: Repositories,
  user: User,
  mail: ReturnType<typeof passwordChangedLetter>,
  id: string,
): Promise<void> {
  await mailedTokens.voidAllOf(user.id, user.email, id);
  await jobs.add(newJob(id, { task: 'send-mail', payload: mail }));
}
