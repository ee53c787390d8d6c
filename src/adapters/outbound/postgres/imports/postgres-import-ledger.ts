import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import copyStreams from 'pg-copy-streams';
import type { Import, StagedRow } from '#application/imports/import.ts';
import type { Inspection } from '#application/imports/reading/inspection.ts';
import type { RunId } from '#application/jobs/job.ts';
import { operationOfRow } from '#application/ledger/operation-of-row.ts';
import {
  type ImportKey,
  type ImportLedger,
  keyGroupOf,
  type Progress,
  type Read,
  type Repeated,
} from '#application/ports/import-ledger.ts';
import type { ExternalKey } from '#application/ports/operation-repository.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { changesBetween } from '#domain/ledger/operation-changes.ts';
import { rowsIn, rowsOf } from '../connect.ts';
import { streamRows } from '../positions/stream-rows.ts';
import { OPERATION_COLUMNS, operationRow } from '../postgres-operation-queries.ts';
import { present } from '../row-text.ts';
import type { TextRow } from '../text-rows.ts';
import { bookRows } from './book-rows.ts';
import { linesOf, STAGED } from './import-columns.ts';
import { inTransactionOf } from './in-transaction.ts';
import { markRepeated } from './repeated-rows.ts';

/** Booked, or taken back, by one statement. */
const AT_ONCE = 5_000;

/**
 * One key after the other by the index that has them: of an owner who has come since the last ANALYZE the planner believes that next to nothing is theirs,
 * takes any index for as good, and reads all operations of the account for each key. So it is told that a row that another index finds has to be
 * looked at for long; of the rows in the index of the keys it knows that they need not. Not named, as a plan that is kept does not grow with the table.
 */
const byKey = (columns: string, key: 'external_id' | 'import_key', source = '') => ({
  text: `SELECT o.* FROM unnest($3::text[]) AS key CROSS JOIN LATERAL (SELECT ${columns} FROM operations
 WHERE user_id = $1 AND account_id = $2 AND ${source} ${key} = key AND (${key} IS NOT NULL OR to_tsvector('simple', ${key}) IS NULL) LIMIT 1) AS o`,
});
const OF_SOURCE = byKey(OPERATION_COLUMNS, 'external_id', 'source = $4 AND');
const OF_NO_SOURCE = byKey(OPERATION_COLUMNS, 'external_id', 'source IS NULL AND');
const OF_KEY = byKey(`import_key, ${OPERATION_COLUMNS}`, 'import_key');
const UNKEYED = {
  text: `SELECT ${OPERATION_COLUMNS} FROM operations WHERE user_id = $1 AND external_id IS NULL AND import_key IS NULL`,
};

const LOCK = {
  name: 'lock-import',
  text: 'SELECT FROM imports WHERE user_id = $1 AND id = $2 AND version = $3 AND state = $4 FOR UPDATE',
};
const SETTLE = `UPDATE imports SET state = $3, version = version + 1, updated_at = now()`;
const READ = {
  name: 'import-read',
  text: `${SETTLE}, inspection = $4, counts = $5, new_accounts = $6 WHERE user_id = $1 AND id = $2`,
};
const DONE = { name: 'import-done', text: `${SETTLE} WHERE user_id = $1 AND id = $2` };

const NO_ROWS = { name: 'no-import-rows', text: 'DELETE FROM import_rows WHERE user_id = $1 AND import_id = $2' };
const NO_BYTES = { name: 'no-import-bytes', text: 'DELETE FROM import_chunks WHERE user_id = $1 AND import_id = $2' };

const ACCOUNTS = {
  name: 'accounts-of-import',
  text: `INSERT INTO accounts (user_id, id, name, currency, kind, version, created_at, updated_at)
 SELECT $1, a.id, a.name, a.currency, NULL, 1, $3, $3 FROM json_to_recordset($2::json) AS a (id uuid, name text, currency text)`,
};
/** As an array: what was staged just now has no statistics, and a join could be planned for one row. */
const THEIRS = `ARRAY(SELECT id FROM import_rows WHERE user_id = $1 AND import_id = $2 AND number > $3 AND number <= $4 AND state = 'new')`;
const CHANGED = {
  text: `SELECT ${OPERATION_COLUMNS} FROM operations WHERE user_id = $1 AND version > 1 AND id = ANY (${THEIRS}) FOR UPDATE`,
};
const DELETED = {
  name: 'history-of-undo',
  text: `INSERT INTO operation_history (user_id, operation_id, version, action, changed_by, changed_at, changes)
 VALUES ($1, $2, $3, 'deleted', $1, $4, $5)`,
};
const TAKE_BACK = {
  name: 'take-back-import',
  text: `WITH gone AS (DELETE FROM operations WHERE user_id = $1 AND id = ANY (${THEIRS}) RETURNING 1) SELECT count(*) FROM gone`,
};
const EMPTIED = {
  name: 'accounts-of-undo',
  text: `DELETE FROM accounts a USING json_to_recordset($2::json) AS n (id uuid) WHERE a.user_id = $1 AND a.id = n.id
 AND NOT EXISTS (SELECT FROM operations o WHERE o.user_id = $1 AND o.account_id = a.id)`,
};

export class PostgresImportLedger implements ImportLedger {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async hasAny(userId: string, key: ImportKey): Promise<boolean> {
    const { accountId } = key;
    const [has, source] = likenessOf(key);
    const text = `SELECT FROM operations WHERE user_id = $1 AND account_id = $2 AND ${has} LIMIT 1`;
    return (await rowsOf(this.#pool, { text }, [userId, accountId, ...source])).length > 0;
  }

  async known(userId: string, keys: readonly ImportKey[]): Promise<readonly (readonly [ImportKey, Operation])[]> {
    const found: (readonly [ImportKey, Operation])[] = [];
    for (const group of Map.groupBy(keys, keyGroupOf).values()) {
      const [first] = group;
      if (first === undefined) continue;
      found.push(
        ...(await ('importKey' in first ? this.#ofKeys(userId, group) : this.#ofSource(userId, group, first))),
      );
    }
    return found;
  }

  async *unkeyed(userId: string): AsyncGenerator<readonly Operation[]> {
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN');
      for await (const rows of streamRows(client, UNKEYED, [userId])) yield rows.map((row) => operationOf(userId, row));
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  stage(
    run: RunId,
    file: Import,
    rows: AsyncIterable<readonly StagedRow[]>,
    done: (repeated: Repeated) => Read,
  ): Promise<void> {
    return inTransactionOf(this.#pool, run, async (client) => {
      const { userId, id } = file;
      if (!(await isHeld(client, file))) return;
      await rowsIn(client, NO_ROWS, [userId, id]);
      const copy = client.query(
        copyStreams.from(`COPY import_rows (user_id, import_id, ${STAGED.join(', ')}) FROM STDIN`),
      );
      await pipeline(Readable.from(linesFrom(`${userId}\t${id}`, rows), { highWaterMark: 1 }), copy);
      const { inspection, counts, newAccounts } = done(await markRepeated(client, userId, id));
      const read = [JSON.stringify(inspection), JSON.stringify(counts), JSON.stringify(newAccounts)];
      await rowsIn(client, READ, [userId, id, 'draft', ...read]);
    });
  }

  fail(run: RunId, file: Import, inspection: Inspection): Promise<void> {
    return inTransactionOf(this.#pool, run, async (client) => {
      const { userId, id } = file;
      if (!(await isHeld(client, file))) return;
      await rowsIn(client, NO_ROWS, [userId, id]);
      await rowsIn(client, READ, [userId, id, 'failed', JSON.stringify(inspection), null, '[]']);
    });
  }

  commit(run: RunId, file: Import, at: Date, progress: Progress): Promise<number> {
    return inTransactionOf(this.#pool, run, async (client) => {
      const { userId, id } = file;
      if (!(await isHeld(client, file))) return 0;
      await rowsIn(client, ACCOUNTS, [userId, JSON.stringify(file.newAccounts), at]);
      const booked = await inSteps(file, progress, (from, to) => bookRows(client, [userId, id, from, to, at]));
      await rowsIn(client, DONE, [userId, id, 'committed']);
      await rowsIn(client, NO_BYTES, [userId, id]);
      return booked;
    });
  }

  undo(run: RunId, file: Import, at: Date, progress: Progress): Promise<number> {
    return inTransactionOf(this.#pool, run, async (client) => {
      const { userId, id } = file;
      if (!(await isHeld(client, file))) return 0;
      const gone = await inSteps(file, progress, async (from, to) => {
        for await (const rows of streamRows(client, CHANGED, [userId, id, from, to]))
          for (const row of rows) {
            const operation = operationOf(userId, row);
            const changes = JSON.stringify(changesBetween(operation, null));
            await rowsIn(client, DELETED, [userId, operation.id, operation.version + 1, at, changes]);
          }
        return rowsIn(client, TAKE_BACK, [userId, id, from, to]);
      });
      await rowsIn(client, EMPTIED, [userId, JSON.stringify(file.newAccounts)]);
      await rowsIn(client, DONE, [userId, id, 'undone']);
      return gone;
    });
  }

  async #ofSource(userId: string, keys: readonly ImportKey[], { accountId, source }: ExternalKey) {
    const ids = keys.map((key) => (key as ExternalKey).externalId);
    const values = [userId, accountId, ids, ...(source === null ? [] : [source])];
    const rows = await rowsOf(this.#pool, source === null ? OF_NO_SOURCE : OF_SOURCE, values);
    return rows.map((row) => {
      const operation = operationOf(userId, row);
      return [{ accountId, source, externalId: operation.fields.externalId ?? '' }, operation] as const;
    });
  }

  async #ofKeys(userId: string, keys: readonly ImportKey[]) {
    const [{ accountId }] = keys as [ImportKey];
    const names = keys.map((key) => ('importKey' in key ? key.importKey : ''));
    const rows = await rowsOf(this.#pool, OF_KEY, [userId, accountId, names]);
    return rows.map(
      ([importKey, ...row]) => [{ accountId, importKey: present(importKey) }, operationOf(userId, row)] as const,
    );
  }
}

const operationOf = (userId: string, row: TextRow): Operation => operationOfRow(userId, operationRow(row));

/** What all of its group have in common, and the value that stands in it. */
function likenessOf(key: ImportKey): [condition: string, source: readonly string[]] {
  if ('importKey' in key) return ['import_key IS NOT NULL', []];
  if (key.source === null) return ['source IS NULL AND external_id IS NOT NULL', []];
  return ['source = $3 AND external_id IS NOT NULL', [key.source]];
}

/** Whether it is still as it was when the run began. */
const isHeld = async (client: PoolClient, { userId, id, version, state }: Import): Promise<boolean> =>
  (await rowsIn(client, LOCK, [userId, id, version, state])).length > 0;

async function* linesFrom(first: string, batches: AsyncIterable<readonly StagedRow[]>): AsyncGenerator<Buffer> {
  for await (const rows of batches) {
    let lines = '';
    for (const row of rows) lines += linesOf(first, row);
    yield Buffer.from(lines);
  }
}

/** Of all rows, so many numbers at a time. @returns the sum of what the steps count. */
async function inSteps(
  { counts }: Import,
  progress: Progress,
  step: (from: number, to: number) => Promise<TextRow[]>,
): Promise<number> {
  const rows = counts?.rows ?? 0;
  let sum = 0;
  for (let from = 0; from < rows; from += AT_ONCE) {
    const [count] = await step(from, from + AT_ONCE);
    sum += Number(count?.[0]);
    await progress(Math.min(1, (from + AT_ONCE) / rows));
  }
  return sum;
}
