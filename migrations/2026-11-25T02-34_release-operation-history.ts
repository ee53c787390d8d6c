import type { MigrationContext } from '#infrastructure/migrations.ts';

/**
 * Each foreign key to users locked the user's row at every write, a third of what PostgreSQL spends on one. The history and the answers
 * are written with what belongs to an account, which belongs to the user: that key is enough. Who deletes a user deletes these rows.
 */
export async function up({ query }: MigrationContext): Promise<void> {
  await query('ALTER TABLE operation_history DROP CONSTRAINT operation_history_user_id_fkey');
  await query('ALTER TABLE idempotency_keys DROP CONSTRAINT idempotency_keys_user_id_fkey');
}

export async function down({ query }: MigrationContext): Promise<void> {
  for (const table of ['operation_history', 'idempotency_keys'])
    await query(
      `ALTER TABLE ${table} ADD CONSTRAINT ${table}_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE`,
    );
}
