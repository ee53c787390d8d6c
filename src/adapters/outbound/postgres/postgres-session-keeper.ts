import type { SessionData } from 'express-session';
import type { NamedStatement, Pools } from './connect.ts';
import { rowsOf } from './connect.ts';
import { readRows } from './read-rows.ts';
import { present } from './row-text.ts';

const GET: NamedStatement = {
  name: 'session-by-id',
  text: `SELECT data FROM sessions WHERE id_hash = decode($1, 'hex') AND expires_at > $2`,
};
const SET: NamedStatement = {
  name: 'set-session',
  text: `INSERT INTO sessions (id_hash, user_id, data, created_at, expires_at) VALUES (decode($1, 'hex'), $2, $3, $4, $5)
 ON CONFLICT (id_hash) DO UPDATE SET user_id = excluded.user_id, data = excluded.data, expires_at = excluded.expires_at`,
};
const DESTROY: NamedStatement = {
  name: 'destroy-session',
  text: `DELETE FROM sessions WHERE id_hash = decode($1, 'hex')`,
};

type Done = (error?: unknown) => void;

/** Keeps browser sessions in PostgreSQL, by the SHA-256 (hex) of their id. Only the session of somebody is kept. */
export class PostgresSessionKeeper {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  get(idHash: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    readRows(this.#pools.lookups, GET, [idHash, new Date()]).then(
      ([row]) => callback(null, row ? JSON.parse(present(row[0])) : null),
      callback,
    );
  }

  set(idHash: string, session: SessionData, callback: Done = () => {}): void {
    const values = [idHash, session.user.id, JSON.stringify(session), new Date(), session.cookie.expires];
    rowsOf(this.#pools.writes, SET, values).then(() => callback(), callback);
  }

  destroy(idHash: string, callback: Done = () => {}): void {
    rowsOf(this.#pools.writes, DESTROY, [idHash]).then(() => callback(), callback);
  }
}
