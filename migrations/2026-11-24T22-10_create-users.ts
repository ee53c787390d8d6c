import type { MigrationContext } from '#infrastructure/migrations.ts';

/** People, and how they prove who they are. Sessions and tokens are found by a secret, before their user is known. */
export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    CREATE TABLE users (
      id            uuid        PRIMARY KEY,
      email         text        NOT NULL UNIQUE CHECK (email = lower(email)),
      username      text        NOT NULL,
      password_hash text        NOT NULL,
      role          text        NOT NULL CHECK (role IN ('user', 'auditor', 'admin')),
      is_active     boolean     NOT NULL,
      is_verified   boolean     NOT NULL,
      time_zone     text        NOT NULL,
      session_epoch integer     NOT NULL,
      registered_at timestamptz NOT NULL
    )`);
  await query(`
    CREATE TABLE access_tokens (
      token_hash bytea       PRIMARY KEY CHECK (length(token_hash) = 32),
      user_id    uuid        NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL
    )`);
  await query('CREATE INDEX access_tokens_by_user ON access_tokens (user_id)');
  await query(`
    CREATE TABLE sessions (
      id_hash    bytea       PRIMARY KEY CHECK (length(id_hash) = 32),
      user_id    uuid        NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      data       json        NOT NULL,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL
    )`);
  await query('CREATE INDEX sessions_by_user ON sessions (user_id)');
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query('DROP TABLE sessions, access_tokens, users');
}
