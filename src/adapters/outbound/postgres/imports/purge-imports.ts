import type { PoolClient } from 'pg';
import { DRAFT_DAYS, SILENT_UPLOAD_HOURS } from '#application/ports/housekeeping.ts';
import { IS_COMING, IS_GOING } from './on-its-way.ts';

const AT_ONCE = 1_000;

/** Whoever works on one holds it: it is left for the next time. */
const MARK = `UPDATE imports SET state = 'uploading', version = imports.version + 1 FROM (
  SELECT user_id, id FROM imports i
  WHERE ${IS_COMING} AND updated_at <= $1::timestamptz - interval '${SILENT_UPLOAD_HOURS} hours'
    OR updated_at <= $1::timestamptz - interval '${DRAFT_DAYS} days' AND (state IN ('draft', 'failed')
      OR state IN ('reading', 'committing') AND NOT EXISTS (
        SELECT FROM jobs j WHERE j.user_id = i.user_id AND j.id = i.job_id AND j.state IN ('waiting', 'running')))
  LIMIT ${AT_ONCE} FOR UPDATE OF i SKIP LOCKED
) AS forgotten WHERE imports.user_id = forgotten.user_id AND imports.id = forgotten.id`;
const some = (table: string, most: number): string =>
  `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
   SELECT part.ctid FROM imports i CROSS JOIN LATERAL (
     SELECT p.ctid FROM ${table} p WHERE p.user_id = i.user_id AND p.import_id = i.id LIMIT ${most}) part
   WHERE ${IS_GOING} LIMIT ${most}))`;
/** A chunk has hundreds of times as many bytes as a row. */
const PARTS = [some('import_chunks', 50), some('import_rows', 10_000)];
const GONE = `DELETE FROM imports WHERE ${IS_GOING}`;

/** Deletes imports that nothing has become of, with all that they hold. @returns how many they were. */
export async function purgeImports(client: PoolClient, now: Date): Promise<number> {
  const count = async (text: string, values?: unknown[]): Promise<number> =>
    (await client.query(text, values)).rowCount ?? 0;
  while ((await count(MARK, [now])) === AT_ONCE);
  for (const part of PARTS) while ((await count(part)) > 0);
  return count(GONE);
}
