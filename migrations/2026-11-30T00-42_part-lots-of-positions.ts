import type { MigrationContext } from '#infrastructure/migrations.ts';

const LOTS = ['separate_lots', 'capitalised_lots'];

/**
 * Lots are kept beside the figures of their position, one a line, so that a page reads some of them and no others. All positions are
 * forgotten, and made anew when somebody reads.
 */
export async function up({ query }: MigrationContext): Promise<void> {
  await forget(query);
  for (const column of LOTS) {
    await query(`ALTER TABLE positions ADD COLUMN ${column} text NOT NULL`);
    await query(`ALTER TABLE positions ALTER COLUMN ${column} SET STORAGE EXTERNAL`);
  }
}

export async function down({ query }: MigrationContext): Promise<void> {
  await forget(query);
  for (const column of LOTS) await query(`ALTER TABLE positions DROP COLUMN ${column}`);
}

async function forget(query: MigrationContext['query']): Promise<void> {
  await query(`
    INSERT INTO position_changes (user_id, account_id, instrument, currency, since)
    SELECT user_id, account_id, instrument, CASE type WHEN 'split' THEN '' ELSE coalesce(currency, '') END, min(date)
    FROM operations WHERE instrument IS NOT NULL GROUP BY 1, 2, 3, 4`);
  for (const table of ['position_checkpoints', 'positions']) await query(`DELETE FROM ${table}`);
}
