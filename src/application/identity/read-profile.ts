import type { User } from '#domain/identity/user.ts';
import type { UserQueries } from '../ports/user-queries.ts';
import { Refusal } from '../refusal.ts';
import type { Actor } from './actor.ts';

export class ReadProfile {
  readonly #users: UserQueries;

  constructor(users: UserQueries) {
    this.#users = users;
  }

  async execute(actor: Actor): Promise<User> {
    const user = await this.#users.findById(actor.userId);
    if (user === null) throw new Refusal('NOT_FOUND', 'There is no such user.');
    return user;
  }
}
