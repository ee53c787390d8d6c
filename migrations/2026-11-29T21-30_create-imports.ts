import type { MigrationContext } from '#infrastructure/migrations.ts';

/**
 * A file that somebody brings, its bytes as they came, and what each of its rows says. The bytes are here, not in a folder, so that whichever
 * worker reads them has them. Rows hold their operations ready to be booked: `part` counts those of one row.
 * `import_key` is how a row without an id of its own is known again; nobody sees it.
 */
export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    CREATE TABLE imports (
      user_id      uuid           NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      id           uuid           NOT NULL,
      state        text           NOT NULL
        CHECK (state IN ('uploading', 'reading', 'draft', 'failed', 'committing', 'committed', 'undoing', 'undone')),
      file_name    text,
      size         bigint         NOT NULL DEFAULT 0,
      account_id   uuid,
      corrections  json           NOT NULL DEFAULT '{}',
      inspection   json,
      counts       json,
      new_accounts json           NOT NULL DEFAULT '[]',
      job_id       uuid,
      version      integer        NOT NULL DEFAULT 1,
      created_at   timestamptz(3) NOT NULL,
      updated_at   timestamptz(3) NOT NULL,
      PRIMARY KEY (user_id, id)
    )`);
  await query(`
    CREATE TABLE import_chunks (
      user_id   uuid    NOT NULL,
      import_id uuid    NOT NULL,
      number    integer NOT NULL,
      bytes     bytea   NOT NULL,
      PRIMARY KEY (user_id, import_id, number),
      FOREIGN KEY (user_id, import_id) REFERENCES imports (user_id, id) ON DELETE CASCADE
    )`);
  // Compressing them costs more than it saves: they are read twice and gone.
  await query('ALTER TABLE import_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL');
  await query(`
    CREATE TABLE import_rows (
      user_id          uuid           NOT NULL,
      import_id        uuid           NOT NULL,
      number           integer        NOT NULL,
      part             smallint       NOT NULL,
      line             integer        NOT NULL,
      state            text           NOT NULL CHECK (state IN ('new', 'same', 'doubtful', 'error', 'ignored')),
      columns          json,
      cells            json           NOT NULL,
      problems         json,
      reason           text,
      id               uuid,
      account_id       uuid,
      type             text,
      figi             text,
      figi_check       text,
      isin             text,
      symbol           text,
      instrument_type  text,
      quantity         numeric(38,18),
      price            numeric(38,18),
      currency         text,
      payment          numeric(38,18),
      payment_check    text,
      fee              numeric(38,18),
      fee_currency     text,
      accrued_interest numeric(38,18),
      ratio            text,
      date             timestamptz(3),
      date_precision   text,
      source           text,
      external_id      text,
      import_key       text,
      note             text,
      tags             text[],
      PRIMARY KEY (user_id, import_id, number, part),
      FOREIGN KEY (user_id, import_id) REFERENCES imports (user_id, id) ON DELETE CASCADE
    )`);
  await query(`CREATE INDEX import_rows_odd ON import_rows (user_id, import_id, state, number) WHERE state <> 'new'`);
  await query('ALTER TABLE operations ADD COLUMN import_key text');
  await query(
    'CREATE UNIQUE INDEX operations_import_key ON operations (user_id, account_id, import_key) WHERE import_key IS NOT NULL',
  );
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query('ALTER TABLE operations DROP COLUMN import_key');
  for (const table of ['import_rows', 'import_chunks', 'imports']) await query(`DROP TABLE ${table}`);
}
