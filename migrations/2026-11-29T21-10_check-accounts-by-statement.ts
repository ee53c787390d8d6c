import type { MigrationContext } from '#infrastructure/migrations.ts';

/**
 * What the foreign key of operations to accounts did row by row, a third of what it costs to write many, is done once a statement: the accounts are
 * locked as the key locked them, and the refusal bears its name. An account goes only when no operation is in it, also when one is being written.
 */
export async function up({ query }: MigrationContext): Promise<void> {
  await query('ALTER TABLE operations DROP CONSTRAINT operations_account');
  await query(`
    CREATE FUNCTION refuse_unknown_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      known bigint;
    BEGIN
      PERFORM FROM accounts WHERE (user_id, id) IN (SELECT user_id, account_id FROM added) FOR KEY SHARE;
      GET DIAGNOSTICS known = ROW_COUNT;
      IF known < (SELECT count(*) FROM (SELECT DISTINCT user_id, account_id FROM added)) THEN
        RAISE EXCEPTION 'an operation is in no account' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'operations_account';
      END IF;
      RETURN NULL;
    END $$`);
  for (const event of ['INSERT', 'UPDATE'])
    await query(`
      CREATE TRIGGER accounts_of_${event} AFTER ${event} ON operations REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_unknown_accounts()`);
  await query(`
    CREATE FUNCTION refuse_accounts_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM operations WHERE user_id = OLD.user_id AND account_id = OLD.id) THEN
        RAISE EXCEPTION 'operations are in this account' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'operations_account';
      END IF;
      RETURN OLD;
    END $$`);
  await query(`
    CREATE TRIGGER operations_of_account BEFORE DELETE ON accounts FOR EACH ROW EXECUTE FUNCTION refuse_accounts_in_use()`);
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query('DROP TRIGGER operations_of_account ON accounts');
  await query('DROP FUNCTION refuse_accounts_in_use()');
  for (const event of ['INSERT', 'UPDATE']) await query(`DROP TRIGGER accounts_of_${event} ON operations`);
  await query('DROP FUNCTION refuse_unknown_accounts()');
  await query(
    'ALTER TABLE operations ADD CONSTRAINT operations_account FOREIGN KEY (user_id, account_id) REFERENCES accounts (user_id, id)',
  );
}
