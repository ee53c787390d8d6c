import { BoundedMap } from '#application/caching/bounded-map.ts';
import { isFresh, nextEnd } from '#application/identity/session-life.ts';
import type { CredentialUsage } from '#application/ports/credential-usage.ts';
import type { Credential } from '#application/ports/principal-queries.ts';
import { type NamedStatement, type Pools, rowsOf } from './connect.ts';

/** Of many requests in one minute the first one writes: the others wait for nothing, as the row is skipped while it is locked. */
const SESSION: NamedStatement = {
  name: 'session-seen',
  text: `UPDATE browser_sessions SET last_seen_at = $3, expires_at = $4 WHERE (user_id, id) =
 (SELECT user_id, id FROM browser_sessions WHERE user_id = $1 AND id = $2 AND last_seen_at <= $3::timestamptz - interval '1 minute'
 FOR UPDATE SKIP LOCKED)`,
};
const TOKEN: NamedStatement = {
  name: 'token-used',
  text: `UPDATE access_tokens SET last_used_at = $3 WHERE token_hash =
 (SELECT token_hash FROM access_tokens WHERE user_id = $1 AND id = $2
 AND (last_used_at IS NULL OR last_used_at <= $3::timestamptz - interval '1 minute') FOR UPDATE SKIP LOCKED)`,
};

const MOST_NOTED = 10_000;

export class PostgresCredentialUsage implements CredentialUsage {
  readonly #pools: Pools;
  /** What this process wrote down itself: a remembered look-up does not say it yet. */
  readonly #noted = new BoundedMap<string, Date>(MOST_NOTED);

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async record(userId: string, { kind, id, createdAt, lastUsedAt }: Credential, now: Date): Promise<void> {
    if (isFresh(lastUsedAt, now) || isFresh(this.#noted.get(id) ?? null, now)) return;
    this.#noted.set(id, now);
    const writing =
      kind === 'session'
        ? rowsOf(this.#pools.writes, SESSION, [userId, id, now, nextEnd(createdAt, now)])
        : rowsOf(this.#pools.writes, TOKEN, [userId, id, now]);
    // A database that does not take this note may still answer the request.
    await writing.catch(() => {});
  }
}
