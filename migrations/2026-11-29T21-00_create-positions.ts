import type { MigrationContext } from '#infrastructure/migrations.ts';

/**
 * Positions are kept, and follow the operations: whatever changes these notes what it has touched, in its own transaction, and a reader
 * catches up. The notes are only added and taken away, never changed: writers do not wait for each other. `currency` is '' where an
 * operation has none: splits belong to all.
 */
export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    CREATE TABLE instrument_aliases (
      user_id    uuid           NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      alias      text           NOT NULL,
      instrument text           NOT NULL CHECK (instrument <> alias),
      name       text,
      created_at timestamptz(3) NOT NULL,
      PRIMARY KEY (user_id, alias)
    )`);
  await query(`
    CREATE TABLE positions (
      user_id     uuid           NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      account_id  uuid           NOT NULL,
      instrument  text           NOT NULL COLLATE "C",
      currency    text           NOT NULL COLLATE "C",
      figi        text,
      isin        text,
      symbol      text,
      operations  integer        NOT NULL,
      last_date   timestamptz(3) NOT NULL,
      separate    json           NOT NULL,
      capitalised json           NOT NULL,
      state       text           NOT NULL,
      PRIMARY KEY (user_id, account_id, instrument, currency)
    )`);
  // Megabytes that are read and written again with each change: they are not worth the time that it takes to compress them.
  for (const column of ['separate', 'capitalised', 'state'])
    await query(`ALTER TABLE positions ALTER COLUMN ${column} SET STORAGE EXTERNAL`);
  await query(`
    CREATE TABLE position_checkpoints (
      user_id    uuid           NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      account_id uuid           NOT NULL,
      instrument text           NOT NULL COLLATE "C",
      currency   text           NOT NULL COLLATE "C",
      before     timestamptz(3) NOT NULL,
      state      text           NOT NULL,
      PRIMARY KEY (user_id, account_id, instrument, currency, before)
    )`);
  await query(`
    CREATE TABLE position_changes (
      user_id    uuid           NOT NULL,
      id         bigint         NOT NULL GENERATED ALWAYS AS IDENTITY,
      account_id uuid           NOT NULL,
      instrument text           NOT NULL,
      currency   text           NOT NULL,
      since      timestamptz(3) NOT NULL,
      PRIMARY KEY (user_id, id)
    )`);
  await query(`
    CREATE TABLE cash_entries (
      user_id    uuid    NOT NULL,
      id         bigint  NOT NULL GENERATED ALWAYS AS IDENTITY,
      account_id uuid    NOT NULL,
      currency   text    NOT NULL COLLATE "C",
      amount     numeric NOT NULL,
      operations bigint  NOT NULL,
      PRIMARY KEY (user_id, id)
    )`);
  await query(`
    ALTER TABLE operations ADD COLUMN cash numeric NOT NULL GENERATED ALWAYS AS (
      coalesce(payment, CASE type WHEN 'buy' THEN -1 WHEN 'sell' THEN 1 ELSE 0 END * (quantity * price + coalesce(accrued_interest, 0))
        - CASE WHEN type IN ('buy', 'sell') AND fee_currency IS NOT DISTINCT FROM currency THEN fee ELSE 0 END, 0)
    ) STORED`);
  await query(`
    CREATE FUNCTION note_operation_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP <> 'DELETE' THEN
        ${noteChanges('added', 1)}
      END IF;
      IF TG_OP <> 'INSERT' THEN
        ${noteChanges('removed', -1)}
      END IF;
      RETURN NULL;
    END $$`);
  for (const [event, tables] of [
    ['INSERT', 'NEW TABLE AS added'],
    ['UPDATE', 'OLD TABLE AS removed NEW TABLE AS added'],
    ['DELETE', 'OLD TABLE AS removed'],
  ])
    await query(`
      CREATE TRIGGER note_changes_of_${event} AFTER ${event} ON operations REFERENCING ${tables}
      FOR EACH STATEMENT EXECUTE FUNCTION note_operation_changes()`);
  await query(`DO $$ BEGIN ${noteChanges('operations', 1)} END $$`);
}

const noteChanges = (rows: string, sign: 1 | -1): string => `
  INSERT INTO position_changes (user_id, account_id, instrument, currency, since)
  SELECT user_id, account_id, instrument, CASE type WHEN 'split' THEN '' ELSE coalesce(currency, '') END, min(date)
  FROM ${rows} WHERE instrument IS NOT NULL GROUP BY 1, 2, 3, 4;
  INSERT INTO cash_entries (user_id, account_id, currency, amount, operations)
  SELECT user_id, account_id, currency, sum(${sign} * cash), ${sign} * count(*) FROM ${rows} WHERE currency IS NOT NULL GROUP BY 1, 2, 3
  UNION ALL
  SELECT user_id, account_id, fee_currency, sum(-(${sign}) * fee), ${sign} * count(*) FROM ${rows}
  WHERE fee > 0 AND fee_currency IS NOT NULL AND fee_currency IS DISTINCT FROM currency GROUP BY 1, 2, 3;`;

export async function down({ query }: MigrationContext): Promise<void> {
  for (const event of ['INSERT', 'UPDATE', 'DELETE'])
    await query(`DROP TRIGGER note_changes_of_${event} ON operations`);
  await query('DROP FUNCTION note_operation_changes()');
  await query('ALTER TABLE operations DROP COLUMN cash');
  for (const table of ['cash_entries', 'position_changes', 'position_checkpoints', 'positions', 'instrument_aliases'])
    await query(`DROP TABLE ${table}`);
}
