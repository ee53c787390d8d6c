import type { MigrationContext } from '#infrastructure/migrations.ts';

/** What is still to be done after a commit, written in its transaction. A row that has failed too often is parked and stays to be looked at. */
export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    CREATE TABLE outbox (
      id         uuid           PRIMARY KEY,
      content    json           NOT NULL,
      created_at timestamptz(3) NOT NULL,
      due_at     timestamptz(3) NOT NULL,
      tries      integer        NOT NULL DEFAULT 0,
      last_error text,
      parked_at  timestamptz(3)
    )`);
  await query('CREATE INDEX outbox_by_due ON outbox (due_at, id) WHERE parked_at IS NULL');
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query('DROP TABLE outbox');
}
