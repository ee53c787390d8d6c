import type { MigrationContext } from '#infrastructure/migrations.ts';

/**
 * Rows of a file come by the million. What their foreign key did row by row, a third of what it costs to take them in, is done once a statement;
 * whoever writes rows holds their import locked. Cells are JSON that Blotter has written itself, and need not be parsed again to be kept.
 */
export async function up({ query }: MigrationContext): Promise<void> {
  await query('ALTER TABLE import_rows DROP CONSTRAINT import_rows_user_id_import_id_fkey');
  await query('ALTER TABLE import_rows ALTER COLUMN cells TYPE text');
  await query(`
    CREATE FUNCTION remove_rows_of_imports() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM import_rows r USING removed i WHERE r.user_id = i.user_id AND r.import_id = i.id;
      RETURN NULL;
    END $$`);
  await query(`
    CREATE TRIGGER rows_of_import AFTER DELETE ON imports REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION remove_rows_of_imports()`);
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query('DROP TRIGGER rows_of_import ON imports');
  await query('DROP FUNCTION remove_rows_of_imports()');
  await query('ALTER TABLE import_rows ALTER COLUMN cells TYPE json USING cells::json');
  await query(`ALTER TABLE import_rows ADD CONSTRAINT import_rows_user_id_import_id_fkey
    FOREIGN KEY (user_id, import_id) REFERENCES imports (user_id, id) ON DELETE CASCADE`);
}
