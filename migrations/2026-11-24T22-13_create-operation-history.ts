import type { MigrationContext } from '#infrastructure/migrations.ts';

/** Who changed what, when. It outlives its operation, so there is no foreign key to it. */
export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    CREATE TABLE operation_history (
      user_id      uuid           NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      operation_id uuid           NOT NULL,
      version      integer        NOT NULL,
      action       text           NOT NULL CHECK (action IN ('created', 'replaced', 'changed', 'deleted')),
      changed_by   uuid           NOT NULL,
      changed_at   timestamptz(3) NOT NULL,
      changes      json           NOT NULL,
      PRIMARY KEY (user_id, operation_id, version)
    )`);
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query('DROP TABLE operation_history');
}
