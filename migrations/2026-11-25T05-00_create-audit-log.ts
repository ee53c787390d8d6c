import type { MigrationContext } from '#infrastructure/migrations.ts';

/**
 * Who did what, from where, to whom. Rows are only ever added: a trigger refuses the rest to everybody, and the application's own role, where
 * there is one, has no right to it. Users have no foreign key to it, as it outlives them.
 */
export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    CREATE TABLE audit_log (
      id            uuid           PRIMARY KEY DEFAULT uuidv7(),
      at            timestamptz(3) NOT NULL DEFAULT now(),
      action        text           NOT NULL,
      actor_id      uuid,
      credential_id uuid,
      address       text,
      user_agent    text,
      subject_id    uuid,
      details       jsonb          NOT NULL
    )`);
  await query('CREATE INDEX audit_log_by_actor ON audit_log (actor_id, id)');
  await query('CREATE INDEX audit_log_by_subject ON audit_log (subject_id, id)');
  await query('CREATE INDEX audit_log_by_action ON audit_log (action, id)');
  await query(`
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
    END $$`);
  await query(`CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  await query(`
    DO $$ BEGIN
      IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'blotter_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM blotter_app;
      END IF;
    END $$`);
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query('DROP TABLE audit_log');
  await query('DROP FUNCTION refuse_change');
}
