import type { Credential, Principal, PrincipalQueries } from '#application/ports/principal-queries.ts';
import type { Role } from '#domain/identity/role.ts';
import type { NamedStatement, Pools } from './connect.ts';
import { readRows } from './read-rows.ts';
import { instantText, present } from './row-text.ts';

const BY_TOKEN: NamedStatement = {
  name: 'principal-by-token',
  text: `SELECT u.id, u.role, t.id, t.created_at, t.last_used_at, t.expires_at, to_json(t.scopes), to_json(t.account_ids)
 FROM access_tokens t JOIN users u ON u.id = t.user_id
 WHERE t.token_hash = $1 AND (t.expires_at IS NULL OR t.expires_at > $2) AND u.is_active`,
};
const BY_SESSION: NamedStatement = {
  name: 'principal-by-session',
  text: `SELECT u.id, u.role, s.id, s.created_at, s.last_seen_at, s.expires_at
 FROM browser_sessions s JOIN users u ON u.id = s.user_id
 WHERE s.user_id = $1 AND s.id = $2 AND s.expires_at > $3 AND u.is_active`,
};

export class PostgresPrincipalQueries implements PrincipalQueries {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async findByToken(tokenDigest: string, now: Date): Promise<Principal | null> {
    return principal(
      'token',
      await readRows(this.#pools.lookups, BY_TOKEN, [Buffer.from(tokenDigest, 'base64url'), now]),
    );
  }

  async findBySession(userId: string, sessionId: string, now: Date): Promise<Principal | null> {
    return principal('session', await readRows(this.#pools.lookups, BY_SESSION, [userId, sessionId, now]));
  }
}

function principal(kind: Credential['kind'], [row]: (string | null)[][]): Principal | null {
  if (row === undefined) return null;
  return {
    userId: present(row[0]),
    role: present(row[1]) as Role,
    scopes: listOf(row[6]),
    accountIds: listOf(row[7]),
    credential: {
      kind,
      id: present(row[2]),
      createdAt: new Date(instantText(present(row[3]))),
      lastUsedAt: instantOrNull(row[4]),
      expiresAt: instantOrNull(row[5]),
    },
  };
}

const instantOrNull = (text: string | null | undefined): Date | null => (text ? new Date(instantText(text)) : null);

const listOf = <Value>(json: string | null | undefined): Value[] | null => (json ? JSON.parse(json) : null);
