import type { Person } from './people.ts';
import { query } from './throw-away-postgres.ts';

const COLUMNS = `user_id, id, account_id, type, figi, figi_check, isin, symbol, instrument_type, quantity, price, currency, payment,
 payment_check, fee, fee_currency, date, date_precision, source, external_id, note, tags, version, created_at, updated_at`;

/**
 * Operations as people leave them in ten years: in the order of time, the owners by turns, so that what an owner reads together lies far apart.
 * $1 and $2 are the first and the last number, $3 the total, $4 the owners and $5 their accounts.
 */
const fill = (table: string): string => `
INSERT INTO ${table} (${COLUMNS})
SELECT ($4::uuid[])[owner], uuidv7(date - now()), ($5::uuid[])[owner], (ARRAY['buy', 'buy', 'sell'])[1 + n % 3],
 'BBG' || lpad((instrument * 7919)::text, 9, '0'), 'ok', 'US' || lpad((instrument * 104729)::text, 10, '0'), 'SYM' || instrument, 'share',
 1 + n % 90, 10 + n % 400 + 0.25, 'USD', -((1 + n % 90) * (10 + n % 400 + 0.25) + 0.99), 'ok', 0.99, 'USD', date, 'second', 'my-broker',
 'T-' || n, CASE WHEN n % 7 = 0 THEN 'Bought on the monthly plan' END,
 CASE WHEN n % 3 = 0 THEN ARRAY['long-term'] ELSE ARRAY[]::text[] END, 1, date, date
FROM (
 SELECT n, 1 + n % cardinality($4::uuid[]) AS owner, (n * 31) % 200 AS instrument,
  date_trunc('second', now() - interval '10 years' * (1 - n::float8 / ($3::float8 + 1))) AS date
 FROM generate_series($1::integer, $2::integer) AS n
) AS rows`;

const AT_ONCE = 50_000;

/** Fills a table of operations with so many rows. */
export async function seed(url: string, table: string, rows: number, owners: readonly Person[]): Promise<void> {
  const people = [owners.map(({ userId }) => userId), owners.map(({ accountId }) => accountId)];
  for (let first = 1; first <= rows; first += AT_ONCE)
    await query(url, fill(table), [first, Math.min(first + AT_ONCE - 1, rows), rows, ...people]);
  await query(url, `VACUUM (ANALYZE) ${table}`);
}

/** An empty table of the same columns, checks and indexes beside `operations`. */
export async function makeTwinTable(url: string, name: string): Promise<void> {
  await query(url, `CREATE TABLE ${name} (LIKE operations INCLUDING ALL)`);
}

/** The other table becomes `operations`, and `operations` takes the name `standIn`. Prepared statements follow by themselves. */
export async function swapTables(url: string, other: string, standIn: string): Promise<void> {
  await query(url, `ALTER TABLE operations RENAME TO ${standIn}; ALTER TABLE ${other} RENAME TO operations`);
}

export type Place = { readonly owner: number; readonly id: string; readonly date: Date };

/** Random operations of the whole span, with the index of their owner. */
export async function randomPlaces(url: string, owners: readonly Person[], count: number): Promise<Place[]> {
  const rows = await query<{ user_id: string; id: string; date: Date }>(
    url,
    'SELECT user_id, id, date FROM operations WHERE user_id = ANY ($1) ORDER BY random() LIMIT $2',
    [owners.map(({ userId }) => userId), count],
  );
  const index = new Map(owners.map(({ userId }, at) => [userId, at]));
  return rows.map(({ user_id, id, date }) => ({ owner: index.get(user_id)!, id, date }));
}
