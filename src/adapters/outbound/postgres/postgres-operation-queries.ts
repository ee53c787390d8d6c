import { createHash } from 'node:crypto';
import { creationRow } from '#application/ledger/creation.ts';
import { namesOf } from '#application/ledger/instruments.ts';
import type {
  HistoryRow,
  OperationPageRequest,
  OperationQueries,
  OperationRow,
} from '#application/ports/operation-queries.ts';
import type { Page } from '#application/ports/page.ts';
import type { NamedStatement, Pools } from './connect.ts';
import { conditionsOf } from './operation-conditions.ts';
import { readAliases } from './read-aliases.ts';
import { readRows } from './read-rows.ts';
import { instantText, pageOf, present } from './row-text.ts';

/** Where the user's aliases lead from the name that a row has. */
const INSTRUMENT = `coalesce((SELECT a.instrument FROM instrument_aliases a WHERE a.user_id = operations.user_id AND a.alias = operations.instrument),
 operations.instrument)`;

export const OPERATION_COLUMNS = `id, account_id, type, figi, figi_check, isin, symbol, ${INSTRUMENT}, instrument_type, trim_scale(quantity),
 trim_scale(price), currency, trim_scale(payment), payment_check, trim_scale(fee), fee_currency, trim_scale(accrued_interest),
 ratio, date, date_precision, source, external_id, note, to_json(tags), version, created_at, updated_at`;

const FIND: NamedStatement = {
  name: 'operation-by-id',
  text: `SELECT ${OPERATION_COLUMNS} FROM operations WHERE user_id = $1 AND id = $2`,
};

const HISTORY: NamedStatement = {
  name: 'operation-history',
  text: `SELECT version, action, changed_by, changed_at, changes FROM operation_history
 WHERE user_id = $1 AND operation_id = $2 AND version > $3 ORDER BY version LIMIT $4`,
};

export class PostgresOperationQueries implements OperationQueries {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async page(userId: string, request: OperationPageRequest): Promise<Page<OperationRow>> {
    const { instrument } = request.filter;
    const names = instrument === undefined ? [] : namesOf(instrument, await readAliases(this.#pools.lookups, userId));
    const { statement, values } = pageStatement(userId, request, names);
    return pageOf(await readRows(this.#pools.lists, statement, values), request.limit, operationRow);
  }

  async find(userId: string, id: string): Promise<OperationRow | null> {
    const [row] = await readRows(this.#pools.lookups, FIND, [userId, id]);
    return row ? operationRow(row) : null;
  }

  async history(userId: string, id: string, page: { limit: number; afterVersion: number }): Promise<Page<HistoryRow>> {
    for (;;) {
      const rows = await readRows(this.#pools.lists, HISTORY, [userId, id, page.afterVersion, page.limit + 1]);
      if (rows.length > 0 || page.afterVersion > 0) return pageOf(rows, page.limit, historyRow);
      const operation = await this.find(userId, id);
      if (operation === null) return { rows: [], more: false };
      // It may have changed just now, and its history has begun.
      if (operation.version === 1) return { rows: [creationRow(userId, operation)], more: false };
    }
  }
}

/**
 * A limit that is a parameter PostgreSQL takes for a tenth of all rows: a general plan looks dear then, and it plans anew at every execution,
 * which is half of what a page costs it. For the list without filters the limits that clients ask for stand in the text; they are few, as each
 * makes a statement.
 */
const COMMON_LIMITS: ReadonlySet<number> = new Set([20, 50, 100, 200]);

/**
 * The one statement of a page: the owner, the filters, the place to go on from, the order of an index, a limit.
 * @param names of the instrument that the list is narrowed to. Each is a walk of its own, of which the first rows are put in order.
 */
export function pageStatement(
  userId: string,
  page: OperationPageRequest,
  names: readonly string[] = [],
): { statement: NamedStatement; values: unknown[] } {
  const values: unknown[] = [userId];
  const placeFor = (value: unknown) => () => `$${values.push(value)}`;
  const conditions = ['user_id = $1', ...conditionsOf(page.filter, (value) => placeFor(value)())];
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) conditions.push(`instrument = ${placeFor(only)()}`);
  const inText = conditions.length === 1 && COMMON_LIMITS.has(page.limit);
  if (page.after) {
    const date = placeFor(page.after.date.toISOString())();
    conditions.push(`(date, id) ${page.newestFirst ? '<' : '>'} (${date}, ${placeFor(page.after.id)()})`);
  }
  const direction = page.newestFirst ? ' DESC' : '';
  const limit = inText ? page.limit + 1 : placeFor(page.limit + 1)();
  const first = (all: readonly string[]): string =>
    `FROM operations WHERE ${all.join(' AND ')} ORDER BY date${direction}, id${direction} LIMIT ${limit}`;
  if (others.length > 0) {
    const walks = names.map((name) => `(SELECT * ${first([...conditions, `instrument = ${placeFor(name)()}`])})`);
    const text = `SELECT ${OPERATION_COLUMNS} FROM (${walks.join(' UNION ALL ')}) AS operations ORDER BY date${direction}, id${direction} LIMIT ${limit}`;
    return { statement: { text }, values };
  }
  const text = `SELECT ${OPERATION_COLUMNS} ${first(conditions)}`;
  return { statement: named(text, conditions.length), values };
}

/** A prepared statement lives as long as its connection, so only the common shapes get a name: at most one filter. */
function named(text: string, conditions: number): NamedStatement {
  if (conditions > 3) return { text };
  let name = names.get(text);
  if (name === undefined) {
    name = `operations-${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`;
    names.set(text, name);
  }
  return { name, text };
}
const names = new Map<string, string>();

export function operationRow(row: (string | null)[]): OperationRow {
  return {
    id: present(row[0]),
    account_id: present(row[1]),
    type: present(row[2]),
    figi: row[3] ?? null,
    figi_check: row[4] ?? null,
    isin: row[5] ?? null,
    symbol: row[6] ?? null,
    instrument: row[7] ?? null,
    instrument_type: row[8] ?? null,
    quantity: present(row[9]),
    price: row[10] ?? null,
    currency: row[11] ?? null,
    payment: row[12] ?? null,
    payment_check: row[13] ?? null,
    fee: present(row[14]),
    fee_currency: row[15] ?? null,
    accrued_interest: row[16] ?? null,
    ratio: row[17] ?? null,
    date: instantText(present(row[18])),
    date_precision: present(row[19]),
    source: row[20] ?? null,
    external_id: row[21] ?? null,
    note: row[22] ?? null,
    tags: row[23] === '[]' ? [] : JSON.parse(present(row[23])),
    version: Number(row[24]),
    created_at: instantText(present(row[25])),
    updated_at: instantText(present(row[26])),
  };
}

const historyRow = ([version, action, by, at, changes]: (string | null)[]): HistoryRow => ({
  version: Number(version),
  action: present(action),
  changed_by: present(by),
  changed_at: instantText(present(at)),
  changes: JSON.parse(present(changes)),
});
