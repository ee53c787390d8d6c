import type { Pool } from 'pg';

/** Users of a big ledger: the first has four fifths of its 200 000 operations, 49 others share the rest. */
export const bigLedgerUser = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
export const BIG_LEDGER_ACCOUNT = '00000000-0000-7000-9000-000000000001';
export const BIG_LEDGER_OTHER_ACCOUNT = '00000000-0000-7000-9000-000000000003';

const USERS = `INSERT INTO users
 SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, n || '@example.com', 'n', 'h', 'user', true, false, 'UTC', now()
 FROM generate_series(1, 50) n`;
const ACCOUNTS = `INSERT INTO accounts
 SELECT id, ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 'A', 'USD', NULL, 1, now(), now()
 FROM users, generate_series(1, 4) n`;

/** The dates of neighbours in the table are far apart, which is the hardest case for a walk of an index. */
const OPERATIONS = `INSERT INTO operations (user_id, id, account_id, type, figi, isin, symbol, instrument_type, quantity, price, currency, fee,
 date, date_precision, source, external_id, note, tags, version, created_at, updated_at)
 SELECT ('00000000-0000-7000-8000-' || lpad(CASE WHEN n % 5 < 4 THEN '1' ELSE (2 + n % 49)::text END, 12, '0'))::uuid,
  ('00000000-0000-7000-a000-' || lpad(n::text, 12, '0'))::uuid,
  ('00000000-0000-7000-9000-' || lpad((1 + n % 4)::text, 12, '0'))::uuid,
  (ARRAY['buy', 'buy', 'buy', 'sell', 'sell', 'dividend', 'split'])[1 + n % 7],
  CASE WHEN n % 3 = 0 THEN 'BBG' || lpad((n % 301)::text, 9, '0') END,
  CASE WHEN n % 2 = 0 THEN 'US' || lpad((n % 301)::text, 10, '0') END,
  'SYM' || n % 301, (ARRAY['share', 'share', 'share', 'bond', 'etf', NULL])[1 + n % 6], 1 + n % 100, 10 + n % 1000, 'USD', 1,
  timestamptz '2020-01-01' + (n * 7919 % 200000) * interval '15 minutes', 'second', 'import', 'x' || n, 'note ' || n % 1000,
  ARRAY['t' || n % 20, 'tag'], 1, now(), now()
 FROM generate_series(1, 200000) n`;

/** Fills an empty database. The indexes are made anew at the end, which takes half the time. */
export async function fillBigLedger(sql: Pool): Promise<void> {
  const { rows: indexes } = await sql.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename = 'operations' AND indexname <> 'operations_pkey'`,
  );
  await sql.query(`DROP INDEX ${indexes.map(({ name }) => name).join(', ')}`);
  for (const statement of [USERS, ACCOUNTS, OPERATIONS]) await sql.query(statement);
  for (const { definition } of indexes) await sql.query(definition);
  await sql.query('ANALYZE operations');
}
