import type { Page } from '#application/ports/page.ts';
import type { UserQueries } from '#application/ports/user-queries.ts';
import type { Role } from '#domain/identity/role.ts';
import { User } from '#domain/identity/user.ts';
import type { NamedStatement, Pools } from './connect.ts';
import { readRows } from './read-rows.ts';
import { BEFORE_ALL, instantText, pageOf, present } from './row-text.ts';

const COLUMNS = 'id, email, username, role, is_active, is_verified, time_zone, registered_at';
const BY_EMAIL: NamedStatement = {
  name: 'credentials-by-email',
  text: `SELECT ${COLUMNS}, password_hash FROM users WHERE email = $1`,
};
const BY_ID: NamedStatement = { name: 'user-by-id', text: `SELECT ${COLUMNS} FROM users WHERE id = $1` };
const LIST: NamedStatement = {
  name: 'users',
  text: `SELECT ${COLUMNS} FROM users WHERE id > $1 ORDER BY id LIMIT $2`,
};
const ADMIN: NamedStatement = {
  name: 'any-admin',
  text: `SELECT 1 FROM users WHERE role = 'admin' AND is_active LIMIT 1`,
};

export class PostgresUserQueries implements UserQueries {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async findCredentials(email: string): Promise<{ user: User; passwordHash: string } | null> {
    const [row] = await readRows(this.#pools.lookups, BY_EMAIL, [email]);
    return row ? { user: userOf(row), passwordHash: present(row[8]) } : null;
  }

  async findById(userId: string): Promise<User | null> {
    const [row] = await readRows(this.#pools.lookups, BY_ID, [userId]);
    return row ? userOf(row) : null;
  }

  async list({ limit, after }: { limit: number; after: string | null }): Promise<Page<User>> {
    return pageOf(await readRows(this.#pools.lists, LIST, [after ?? BEFORE_ALL, limit + 1]), limit, userOf);
  }

  async hasAdmin(): Promise<boolean> {
    return (await readRows(this.#pools.lookups, ADMIN, [])).length > 0;
  }
}

const userOf = (row: (string | null)[]): User =>
  User.restore({
    id: present(row[0]),
    email: present(row[1]),
    username: present(row[2]),
    role: present(row[3]) as Role,
    isActive: row[4] === 't',
    isVerified: row[5] === 't',
    timeZone: present(row[6]),
    registeredAt: new Date(instantText(present(row[7]))),
  });
