import type { PoolClient } from 'pg';
import type { Repeated } from '#application/ports/import-ledger.ts';
import { BOOKED } from '../booked-columns.ts';
import { rowsIn } from '../connect.ts';

const THEIRS = `user_id = $1 AND import_id = $2 AND state = 'new' AND external_id IS NOT NULL`;
const KEY = 'account_id, source, external_id';

/** Narrow enough for the memory that it may take: most files have none. */
const ANY = {
  text: `SELECT FROM import_rows WHERE ${THEIRS} GROUP BY ${KEY} HAVING count(*) > 1 LIMIT 1`,
};

const SAID = BOOKED.filter((column) => column !== 'id')
  .map((column) => `r.${column}`)
  .join(', ');
const MARK = {
  text: `WITH again AS (
  SELECT number, bool_or(differs) AS differs, min(first) AS first FROM (
   SELECT number, first_value(number) OVER k AS first, row_number() OVER k AS place,
    ROW(${SAID}) IS DISTINCT FROM first_value(ROW(${SAID})) OVER k AS differs
   FROM import_rows r WHERE ${THEIRS} WINDOW k AS (PARTITION BY ${KEY} ORDER BY number, part)) AS placed
  WHERE place > 1 GROUP BY number),
 marked AS (UPDATE import_rows r SET state = CASE WHEN differs THEN 'doubtful' ELSE 'same' END,
  problems = CASE WHEN differs AND part = 0 THEN json_build_array(json_build_object('column', NULL, 'code', 'DIFFERS',
   'detail', 'Row ' || first || ' of this file has the same id, and says something else. Only that one is booked.')) END
  FROM again WHERE r.user_id = $1 AND r.import_id = $2 AND r.number = again.number RETURNING r.state, r.part)
 SELECT state, count(*) FROM marked WHERE part = 0 GROUP BY state`,
};

/** Marks the rows that come under the key of a row before them, of those that were staged just now. */
export async function markRepeated(client: PoolClient, userId: string, importId: string): Promise<Repeated> {
  if ((await rowsIn(client, ANY, [userId, importId])).length === 0) return { same: 0, doubtful: 0 };
  const counts = new Map(
    (await rowsIn(client, MARK, [userId, importId])).map(([state, count]) => [state, Number(count)]),
  );
  return { same: counts.get('same') ?? 0, doubtful: counts.get('doubtful') ?? 0 };
}
