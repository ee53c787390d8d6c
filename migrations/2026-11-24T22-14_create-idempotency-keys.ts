import type { MigrationContext } from '#infrastructure/migrations.ts';

/** The first answer to a request that carried an Idempotency-Key, written in the transaction of its effect. */
export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    CREATE TABLE idempotency_keys (
      user_id     uuid           NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      key         text           NOT NULL,
      fingerprint bytea          NOT NULL CHECK (length(fingerprint) = 32),
      answer      text           NOT NULL,
      created_at  timestamptz(3) NOT NULL,
      PRIMARY KEY (user_id, key)
    )`);
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query('DROP TABLE idempotency_keys');
}
