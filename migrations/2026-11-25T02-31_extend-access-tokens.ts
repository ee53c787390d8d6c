import type { MigrationContext } from '#infrastructure/migrations.ts';

/**
 * Personal access tokens beside those of a login. A token without a name is a program's login, which gives all that its user has; null scopes
 * and null accounts mean all, a null expiry means never.
 */
export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    ALTER TABLE access_tokens
      ADD COLUMN id           uuid NOT NULL DEFAULT uuidv7(),
      ADD COLUMN name         text,
      ADD COLUMN scopes       text[],
      ADD COLUMN account_ids  uuid[],
      ADD COLUMN last_used_at timestamptz(3),
      ADD COLUMN address      text,
      ADD COLUMN user_agent   text,
      ALTER COLUMN expires_at DROP NOT NULL`);
  await query('ALTER TABLE access_tokens ALTER COLUMN id DROP DEFAULT');
  await query('CREATE UNIQUE INDEX access_tokens_by_id ON access_tokens (user_id, id)');
  await query('DROP INDEX access_tokens_by_user');
}

export async function down({ query }: MigrationContext): Promise<void> {
  // Without a name and scopes the version before would take them for logins, which may do everything.
  await query('DELETE FROM access_tokens WHERE name IS NOT NULL OR expires_at IS NULL');
  await query('CREATE INDEX access_tokens_by_user ON access_tokens (user_id)');
  await query('DROP INDEX access_tokens_by_id');
  await query(`
    ALTER TABLE access_tokens
      DROP COLUMN id,
      DROP COLUMN name,
      DROP COLUMN scopes,
      DROP COLUMN account_ids,
      DROP COLUMN last_used_at,
      DROP COLUMN address,
      DROP COLUMN user_agent,
      ALTER COLUMN expires_at SET NOT NULL`);
}
