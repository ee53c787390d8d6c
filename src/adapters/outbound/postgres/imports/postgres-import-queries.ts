import type { Pool } from 'pg';
import type { Import, RowState } from '#application/imports/import.ts';
import type { ImportQueries, ImportRow, ImportRowsRequest } from '#application/ports/import-queries.ts';
import type { Page } from '#application/ports/page.ts';
import type { NamedStatement } from '../connect.ts';
import { operationRow } from '../postgres-operation-queries.ts';
import { readRows } from '../read-rows.ts';
import { AFTER_ALL, pageOf, present } from '../row-text.ts';
import type { TextRow } from '../text-rows.ts';
import { IMPORT_COLUMNS, importOf } from './import-record.ts';

const LIST: NamedStatement = {
  name: 'imports',
  text: `SELECT ${IMPORT_COLUMNS} FROM imports i WHERE i.user_id = $1 AND i.id < $2 AND i.state <> 'uploading' ORDER BY i.id DESC LIMIT $3`,
};
const FIND: NamedStatement = {
  name: 'import-by-id',
  text: `SELECT ${IMPORT_COLUMNS} FROM imports i WHERE i.user_id = $1 AND i.id = $2 AND i.state <> 'uploading'`,
};

/**
 * Operations in the order of OPERATION_COLUMNS: what only a booked one has is said as it will be. As an array: what was staged just now has no statistics, and a join could be planned for
 * one row.
 */
const rowsWhere = (
  state: string,
): string => `SELECT r.number, r.part, r.line, r.state, r.columns, r.cells, r.problems, r.reason, r.id, r.account_id, r.type, r.figi, r.figi_check, r.isin,
 r.symbol, coalesce(r.figi, r.isin, r.symbol), r.instrument_type, trim_scale(r.quantity), trim_scale(r.price), r.currency, trim_scale(r.payment),
 r.payment_check, trim_scale(r.fee), r.fee_currency, trim_scale(r.accrued_interest), r.ratio, r.date, r.date_precision, r.source, r.external_id,
 r.note, to_json(r.tags), 1, r.date, r.date
FROM import_rows r WHERE r.user_id = $1 AND r.import_id = $2 AND r.number = ANY (ARRAY(
 SELECT number FROM import_rows WHERE user_id = $1 AND import_id = $2 AND number > $3 AND part = 0 ${state} ORDER BY number LIMIT $4))
ORDER BY r.number, r.part`;
const ROWS: NamedStatement = { name: 'import-rows', text: rowsWhere('') };
const NEW_ROWS: NamedStatement = { name: 'new-import-rows', text: rowsWhere(`AND state = 'new'`) };
/** Of these there is an index. */
const ODD_ROWS: NamedStatement = { name: 'odd-import-rows', text: rowsWhere(`AND state <> 'new' AND state = $5`) };

export class PostgresImportQueries implements ImportQueries {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async list(userId: string, { limit, after }: { limit: number; after: string | null }): Promise<Page<Import>> {
    const rows = await readRows(this.#pool, LIST, [userId, after ?? AFTER_ALL, limit + 1]);
    return pageOf(rows, limit, (row) => importOf(userId, row));
  }

  async find(userId: string, id: string): Promise<Import | null> {
    const [row] = await readRows(this.#pool, FIND, [userId, id]);
    return row ? importOf(userId, row) : null;
  }

  async rows(userId: string, importId: string, { state, after, limit }: ImportRowsRequest): Promise<Page<ImportRow>> {
    const statement = state === null ? ROWS : state === 'new' ? NEW_ROWS : ODD_ROWS;
    const values = [userId, importId, after, limit + 1, ...(statement === ODD_ROWS ? [state] : [])];
    const parts = Map.groupBy(await readRows(this.#pool, statement, values), ([number]) => number);
    return pageOf([...parts.values()], limit, rowOf);
  }
}

function rowOf(parts: readonly TextRow[]): ImportRow {
  const [row = []] = parts;
  return {
    number: Number(row[0]),
    line: Number(row[2]),
    state: present(row[3]) as RowState,
    columns: row[4] ? JSON.parse(row[4]) : null,
    cells: JSON.parse(present(row[5])),
    problems: row[6] ? JSON.parse(row[6]) : [],
    reason: row[7] ?? null,
    operations: parts.filter((part) => part[8]).map((part) => operationRow(part.slice(8))),
  };
}
