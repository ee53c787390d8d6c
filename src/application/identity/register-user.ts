import type { Role } from '#domain/identity/role.ts';
import { type RegistrationDraft, User } from '#domain/identity/user.ts';
import { Account } from '#domain/ledger/account.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

const FIRST_ACCOUNT = { name: 'Main', currency: 'USD' };

/** Adds a user with a brokerage account "Main", so that the first operation needs no set-up. */
export class RegisterUser {
  readonly #unitOfWork: UnitOfWork;
  readonly #hasher: PasswordHasher;
  readonly #ids: IdGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, hasher: PasswordHasher, ids: IdGenerator, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#hasher = hasher;
    this.#ids = ids;
    this.#clock = clock;
  }

  async execute(registration: RegistrationDraft, role: Role = 'user'): Promise<User> {
    const now = this.#clock.now();
    const user = User.register(this.#ids.next(), registration, now, role);
    const main = Account.open(this.#ids.next(), user.id, FIRST_ACCOUNT, now);
    const passwordHash = await this.#hasher.hash(registration.password ?? '');
    await this.#unitOfWork.run(async ({ users, accounts }) => {
      await users.add(user, passwordHash);
      await accounts.save(main);
    });
    return user;
  }
}
