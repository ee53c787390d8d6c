import type { CommonPasswords } from '#domain/identity/common-passwords.ts';
import type { Role } from '#domain/identity/role.ts';
import { type RegistrationDraft, User } from '#domain/identity/user.ts';
import { Account } from '#domain/ledger/account.ts';
import { newJob } from '../jobs/new-job.ts';
import type { Doer } from '../ports/audit-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

const FIRST_ACCOUNT = { name: 'Main', currency: 'USD' };

type Makers = { readonly ids: IdGenerator; readonly clock: Clock };

/** Adds a user with a brokerage account "Main", so that the first operation needs no set-up, and asks them to confirm their address. */
export class RegisterUser {
  readonly #unitOfWork: UnitOfWork;
  readonly #hasher: PasswordHasher;
  readonly #common: CommonPasswords;
  readonly #ids: IdGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, hasher: PasswordHasher, common: CommonPasswords, { ids, clock }: Makers) {
    this.#unitOfWork = unitOfWork;
    this.#hasher = hasher;
    this.#common = common;
    this.#ids = ids;
    this.#clock = clock;
  }

  /** @throws {InvalidFields}; @throws {Refusal} EMAIL_TAKEN */
  async execute(registration: RegistrationDraft, by: Doer, role: Role = 'user'): Promise<User> {
    const now = this.#clock.now();
    const user = User.register(this.#ids.next(), registration, now, this.#common, role);
    const main = Account.open(this.#ids.next(), user.id, FIRST_ACCOUNT, now);
    const payload = { purpose: 'verify-email', email: user.email } as const;
    const link = newJob(this.#ids.next(), { task: 'send-link', payload });
    const passwordHash = await this.#hasher.hash(registration.password ?? '');
    await this.#unitOfWork.run(async ({ users, accounts, jobs, audit }) => {
      await users.add(user, passwordHash);
      await accounts.save(main);
      await jobs.add(link);
      await audit.record({ action: 'user.registered', by, to: { userId: user.id }, details: { role } });
    });
    return user;
  }
}
