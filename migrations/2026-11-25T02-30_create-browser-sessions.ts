import type { MigrationContext } from '#infrastructure/migrations.ts';

/**
 * Where people are signed in. A row is the life of a session: without it the cookie is worth nothing, wherever its data are kept.
 * So the epoch of a user's sessions is needed no more; sessions from before have no row and are over.
 */
export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    CREATE TABLE browser_sessions (
      user_id      uuid           NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      id           uuid           NOT NULL,
      address      text,
      user_agent   text,
      created_at   timestamptz(3) NOT NULL,
      last_seen_at timestamptz(3) NOT NULL,
      expires_at   timestamptz(3) NOT NULL,
      PRIMARY KEY (user_id, id)
    )`);
  await query('DELETE FROM sessions');
  await query('ALTER TABLE users DROP COLUMN session_epoch');
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query('ALTER TABLE users ADD COLUMN session_epoch integer NOT NULL DEFAULT 1');
  await query('ALTER TABLE users ALTER COLUMN session_epoch DROP DEFAULT');
  await query('DELETE FROM sessions');
  await query('DROP TABLE browser_sessions');
}
