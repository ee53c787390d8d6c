import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import type { UserQueries } from '../ports/user-queries.ts';
import { Refusal } from '../refusal.ts';
import type { Actor } from './actor.ts';

/** The operator's way to do what a user may do. */
export class ActFor {
  readonly #users: UserQueries;

  constructor(users: UserQueries) {
    this.#users = users;
  }

  /** @throws {InvalidFields}; @throws {Refusal} NOT_FOUND */
  async execute(email: string): Promise<Actor> {
    const reader = new DraftReader<'user'>();
    const address = reader.require('user', email, parseEmailAddress);
    if (address === null) throw reader.invalidFields();
    const found = await this.#users.findCredentials(address);
    if (found === null) throw new Refusal('NOT_FOUND', `Nobody is registered as ${address}.`);
    return { userId: found.user.id, role: found.user.role };
  }
}
