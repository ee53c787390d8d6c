import type { Principal, PrincipalQueries } from '#application/ports/principal-queries.ts';
import type { Role } from '#domain/identity/role.ts';
import type { NamedStatement, Pools } from './connect.ts';
import { readRows } from './read-rows.ts';
import { present } from './row-text.ts';

const BY_TOKEN: NamedStatement = {
  name: 'principal-by-token',
  text: `SELECT u.id, u.role, u.session_epoch FROM access_tokens t JOIN users u ON u.id = t.user_id
 WHERE t.token_hash = $1 AND t.expires_at > $2 AND u.is_active`,
};
const BY_USER: NamedStatement = {
  name: 'principal-by-user',
  text: 'SELECT id, role, session_epoch FROM users WHERE id = $1 AND is_active',
};

export class PostgresPrincipalQueries implements PrincipalQueries {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async findByToken(tokenDigest: Buffer, now: Date): Promise<Principal | null> {
    return principal(await readRows(this.#pools.lookups, BY_TOKEN, [tokenDigest, now]));
  }

  async findByUser(userId: string): Promise<Principal | null> {
    return principal(await readRows(this.#pools.lookups, BY_USER, [userId]));
  }
}

const principal = ([row]: (string | null)[][]): Principal | null =>
  row ? { userId: present(row[0]), role: present(row[1]) as Role, sessionEpoch: Number(row[2]) } : null;
