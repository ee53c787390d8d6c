import type { UserQueries } from '#application/ports/user-queries.ts';
import type { Role } from '#domain/identity/role.ts';
import { User } from '#domain/identity/user.ts';
import type { NamedStatement, Pools } from './connect.ts';
import { readRows } from './read-rows.ts';
import { instantText, present } from './row-text.ts';

const COLUMNS = 'id, email, username, role, is_active, is_verified, time_zone, session_epoch, registered_at';
const BY_EMAIL: NamedStatement = {
  name: 'credentials-by-email',
  text: `SELECT ${COLUMNS}, password_hash FROM users WHERE email = $1`,
};
const BY_ID: NamedStatement = { name: 'user-by-id', text: `SELECT ${COLUMNS} FROM users WHERE id = $1` };

export class PostgresUserQueries implements UserQueries {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async findCredentials(email: string): Promise<{ user: User; passwordHash: string } | null> {
    const [row] = await readRows(this.#pools.lookups, BY_EMAIL, [email]);
    return row ? { user: userOf(row), passwordHash: present(row[9]) } : null;
  }

  async findById(userId: string): Promise<User | null> {
    const [row] = await readRows(this.#pools.lookups, BY_ID, [userId]);
    return row ? userOf(row) : null;
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
    sessionEpoch: Number(row[7]),
    registeredAt: new Date(instantText(present(row[8]))),
  });
