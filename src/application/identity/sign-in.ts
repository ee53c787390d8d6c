import { parseEmailAddress } from '#domain/identity/email-address.ts';
import type { User } from '#domain/identity/user.ts';
import { InvalidValue } from '#domain/shared/invalid-value.ts';
import type { Client } from '../ports/access-token-repository.ts';
import type { PasswordHasher } from '../ports/password-hasher.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { UserQueries } from '../ports/user-queries.ts';
import { badCredentials, Refusal } from '../refusal.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { stranger } from './doers.ts';
import { assertStillProven, type Proof } from './proof.ts';

export type SignInAttempt = {
  readonly email: string;
  readonly password: string;
  /** Where it comes from; counted by. */
  readonly address: string;
  /** A browser in which this person signed in before; null: not known. */
  readonly device: string | null;
  readonly client: Client;
};

/** Proves who asks by e-mail and password, at the same cost whether or not there is such a user. */
export class SignIn {
  readonly #users: UserQueries;
  readonly #hasher: PasswordHasher;
  readonly #unitOfWork: UnitOfWork;
  readonly #limits: AttemptLimits;
  readonly #confirmedOnly: boolean;

  /** @param settings confirmedOnly: nobody comes in before a mail to their address was seen to arrive. */
  constructor(
    users: UserQueries,
    hasher: PasswordHasher,
    unitOfWork: UnitOfWork,
    limits: AttemptLimits,
    settings: { readonly confirmedOnly: boolean },
  ) {
    this.#users = users;
    this.#hasher = hasher;
    this.#unitOfWork = unitOfWork;
    this.#limits = limits;
    this.#confirmedOnly = settings.confirmedOnly;
  }

  /**
   * @throws {Refusal} BAD_CREDENTIALS, the same for an unknown or unconfirmed address, a wrong password and a disabled user; TOO_MANY_REQUESTS before
   *   anything is looked up or hashed.
   */
  async execute(attempt: SignInAttempt): Promise<Proof> {
    const email = addressOf(attempt.email);
    const succeeded = await this.#limits.begin({ ...attempt, email });
    const known = email === null ? null : await this.#users.findCredentials(email);
    const matches = await this.#hasher.verify(attempt.password, known?.passwordHash ?? null);
    const user = known?.user ?? null;
    const reason = this.#obstacle(user, matches);
    if (known === null || reason !== null) {
      await this.#recordFailure(attempt, user, reason);
      throw badCredentials();
    }
    await succeeded();
    return { user: known.user, passwordHash: await this.#upgraded(known, attempt.password) };
  }

  #obstacle(user: User | null, matches: boolean): string | null {
    if (user === null) return 'unknown address';
    if (!matches) return 'wrong password';
    if (!user.isActive) return 'disabled user';
    return this.#confirmedOnly && !user.isVerified ? 'unconfirmed address' : null;
  }

  async #recordFailure({ client }: SignInAttempt, user: User | null, reason: string | null): Promise<void> {
    const to = user && { userId: user.id };
    await this.#unitOfWork.run(({ audit }) =>
      audit.record({ action: 'sign_in.failed', by: stranger(client), to, details: { reason } }),
    );
  }

  /** The stored hash. One of weaker parameters, or from elsewhere, is made anew while the password is at hand. */
  async #upgraded(proof: Proof, password: string): Promise<string> {
    if (!this.#hasher.isOutdated(proof.passwordHash)) return proof.passwordHash;
    const today = await this.#hasher.hash(password).catch(whenFree);
    if (today === null) return proof.passwordHash;
    await this.#unitOfWork.run(async (repositories) => {
      await assertStillProven(repositories, proof);
      await repositories.users.changePassword(proof.user.id, today);
    });
    return today;
  }
}

/** A busy hour is no reason to refuse who is right: the hash is made anew the next time. */
function whenFree(error: unknown): null {
  if (error instanceof Refusal && error.code === 'OVERLOADED') return null;
  throw error;
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
