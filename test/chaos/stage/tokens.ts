import type { Client as PgClient } from 'pg';
import { RandomTokenSecrets } from '#adapters/outbound/security/random-token-secrets.ts';
import type { Person } from './people.ts';

/** Bearer tokens of one user, made by SQL, as each sign-in costs a hash. */
export class Tokens {
  readonly #database: PgClient;
  readonly #email: string;
  readonly #secrets = new RandomTokenSecrets('a secret of no server');

  constructor(database: PgClient, { email }: Person) {
    this.#database = database;
    this.#email = email;
  }

  async make(): Promise<string> {
    const token = this.#secrets.next();
    const text = `INSERT INTO access_tokens (token_hash, user_id, id, created_at, expires_at)
      SELECT $1, id, uuidv7(), now(), now() + interval '1 hour' FROM users WHERE email = $2`;
    await this.#database.query(text, [Buffer.from(this.#secrets.digest(token), 'base64url'), this.#email]);
    return token;
  }

  /** One after another: a connection does one thing at a time. */
  async makeMany(count: number): Promise<string[]> {
    const made: string[] = [];
    while (made.length < count) made.push(await this.make());
    return made;
  }
}
