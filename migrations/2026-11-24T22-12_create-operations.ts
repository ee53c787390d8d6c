import type { MigrationContext } from '#infrastructure/migrations.ts';

/**
 * The ledger. Every list is one walk of an index that ends in (date, id), so it needs no sort at any depth.
 * `instrument` is stored because it is filtered by; the key of an operation without a name is null.
 */
export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    CREATE TABLE operations (
      user_id          uuid           NOT NULL,
      id               uuid           NOT NULL,
      account_id       uuid           NOT NULL,
      type             text           NOT NULL,
      figi             text,
      figi_check       text,
      isin             text,
      symbol           text,
      instrument       text           GENERATED ALWAYS AS (coalesce(figi, isin, symbol)) STORED,
      instrument_type  text,
      quantity         numeric(38,18) NOT NULL CHECK (quantity >= 0),
      price            numeric(38,18),
      currency         text,
      payment          numeric(38,18),
      payment_check    text,
      fee              numeric(38,18) NOT NULL CHECK (fee >= 0),
      fee_currency     text,
      accrued_interest numeric(38,18),
      ratio            text,
      date             timestamptz(3) NOT NULL,
      date_precision   text           NOT NULL CHECK (date_precision IN ('second', 'day')),
      source           text,
      external_id      text,
      note             text,
      tags             text[]         NOT NULL,
      version          integer        NOT NULL,
      created_at       timestamptz(3) NOT NULL,
      updated_at       timestamptz(3) NOT NULL,
      PRIMARY KEY (user_id, id),
      CONSTRAINT operations_account FOREIGN KEY (user_id, account_id) REFERENCES accounts (user_id, id)
    )`);
  await query(`
    CREATE UNIQUE INDEX operations_external ON operations (user_id, account_id, source, external_id)
      NULLS NOT DISTINCT WHERE external_id IS NOT NULL`);
  await query('CREATE INDEX operations_by_date ON operations (user_id, date, id)');
  await query('CREATE INDEX operations_by_account ON operations (user_id, account_id, date, id)');
  await query('CREATE INDEX operations_by_instrument ON operations (user_id, instrument, date, id)');
  await query('CREATE INDEX operations_by_isin ON operations (user_id, isin, date, id) WHERE isin IS NOT NULL');
  await query('CREATE INDEX operations_by_symbol ON operations (user_id, symbol, date, id) WHERE symbol IS NOT NULL');
  await query('CREATE INDEX operations_by_type ON operations (user_id, type, date, id)');
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query('DROP TABLE operations');
}
