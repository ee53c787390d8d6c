import type { CredentialQueries, SignedInRow, TokenRow } from '#application/ports/credential-queries.ts';
import type { NamedStatement, Pools } from './connect.ts';
import { readRows } from './read-rows.ts';
import { instantText, instantTextOrNull, present } from './row-text.ts';

const SIGNED_IN: NamedStatement = {
  name: 'signed-in',
  text: `SELECT id, 'cookie' AS kind, address, user_agent, created_at, last_seen_at, expires_at
 FROM browser_sessions WHERE user_id = $1 AND expires_at > $2
 UNION ALL SELECT id, 'bearer', address, user_agent, created_at, last_used_at, expires_at
 FROM access_tokens WHERE user_id = $1 AND name IS NULL AND expires_at > $2
 ORDER BY id DESC`,
};
const TOKENS: NamedStatement = {
  name: 'tokens',
  text: `SELECT id, name, to_json(scopes), to_json(account_ids), created_at, expires_at, last_used_at
 FROM access_tokens WHERE user_id = $1 AND name IS NOT NULL AND (expires_at IS NULL OR expires_at > $2) ORDER BY id`,
};

export class PostgresCredentialQueries implements CredentialQueries {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async listSignedIn(userId: string, now: Date): Promise<readonly SignedInRow[]> {
    return (await readRows(this.#pools.lookups, SIGNED_IN, [userId, now])).map(signedInRow);
  }

  async listTokens(userId: string, now: Date): Promise<readonly TokenRow[]> {
    return (await readRows(this.#pools.lookups, TOKENS, [userId, now])).map(tokenRow);
  }
}

const signedInRow = (row: (string | null)[]): SignedInRow => ({
  id: present(row[0]),
  kind: row[1] === 'cookie' ? 'cookie' : 'bearer',
  address: row[2] ?? null,
  user_agent: row[3] ?? null,
  created_at: instantText(present(row[4])),
  last_seen_at: instantTextOrNull(row[5]),
  expires_at: instantText(present(row[6])),
});

const tokenRow = (row: (string | null)[]): TokenRow => ({
  id: present(row[0]),
  name: present(row[1]),
  scopes: JSON.parse(row[2] ?? '[]'),
  account_ids: row[3] ? JSON.parse(row[3]) : null,
  created_at: instantText(present(row[4])),
  expires_at: instantTextOrNull(row[5]),
  last_used_at: instantTextOrNull(row[6]),
});
