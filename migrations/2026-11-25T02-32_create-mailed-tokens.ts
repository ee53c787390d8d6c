import type { MigrationContext } from '#infrastructure/migrations.ts';

/**
 * What a mail's link proves, one of a kind for each user: a newer one takes the place of the older. Only a SHA-256 of the token is kept, and
 * none once it is used or void; the row stays, so that a mail that is tried again cannot bring it back.
 */
export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    CREATE TABLE mailed_tokens (
      user_id    uuid           NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      purpose    text           NOT NULL CHECK (purpose IN ('reset-password', 'verify-email')),
      id         uuid           NOT NULL,
      email      text           NOT NULL,
      token_hash bytea          UNIQUE CHECK (length(token_hash) = 32),
      expires_at timestamptz(3) NOT NULL,
      PRIMARY KEY (user_id, purpose)
    )`);
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query('DROP TABLE mailed_tokens');
}
