import type { MigrationContext } from '#infrastructure/migrations.ts';

export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    CREATE TABLE accounts (
      user_id    uuid        NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      id         uuid        NOT NULL,
      name       text        NOT NULL,
      currency   text        NOT NULL,
      kind       text,
      version    integer     NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      PRIMARY KEY (user_id, id)
    )`);
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query('DROP TABLE accounts');
}
