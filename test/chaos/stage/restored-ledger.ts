import { session } from './postgres.ts';
import type { Writer } from './writer.ts';

/** What a writer knew at some moment. */
export type Known = { readonly id: string; readonly label: string; readonly version: number };

export const knownNow = (writers: readonly Writer[]): Known[] =>
  writers.flatMap(({ known }) => known.map(({ id, label, version }) => ({ id, label, version })));

type Found = { id: string; versions: string; last: string; version: number | null; answered: boolean };

/** Each operation by its history, and whether the answer to its request is there. */
const LEDGER = `
  SELECT coalesce(o.id, h.id) AS id, h.versions, h.last, o.version,
    EXISTS (SELECT FROM idempotency_keys AS k WHERE k.user_id = h.user_id AND strpos(k.answer, h.id::text) > 0) AS answered
  FROM operations AS o FULL JOIN (
    SELECT user_id, operation_id AS id, string_agg(version::text, ' ' ORDER BY version) AS versions,
      (array_agg(action ORDER BY version DESC))[1] AS last
    FROM operation_history GROUP BY user_id, operation_id) AS h ON h.user_id = o.user_id AND h.id = o.id`;

/** What is wrong with a ledger that is of one instant: something from before is missing, something was never written, or half of it. */
export async function auditInstant(url: string, before: readonly Known[], after: readonly Known[]): Promise<string[]> {
  await using database = await session(url);
  const { rows } = await database.query<Found>(LEDGER);
  const keys = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM idempotency_keys');
  const found = new Map(rows.map((row) => [row.id, row]));
  const wrote = new Set(after.map(({ id }) => id));
  const complaints = rows.flatMap((row) => {
    const count = row.versions?.split(' ').length ?? 0;
    const whole = Array.from({ length: count }, (_, index) => index + 1).join(' ');
    const isWhole = row.versions === whole && (row.version === null ? row.last === 'deleted' : row.version === count);
    return [
      ...(isWhole ? [] : [`${row.id} is at version ${row.version} with the history ${row.versions} (${row.last})`]),
      ...(row.answered ? [] : [`${row.id} is there without the answer to its request`]),
      ...(wrote.has(row.id) ? [] : [`nobody knows of ${row.id}`]),
    ];
  });
  if (keys.rows[0]?.count !== rows.length) complaints.push(`${keys.rows[0]?.count} answers of ${rows.length} requests`);
  for (const { id, label, version } of before) {
    const versions = found.get(id)?.versions?.split(' ').length ?? 0;
    if (versions < version) complaints.push(`${label} was acknowledged at version ${version} and is at ${versions}`);
  }
  return complaints;
}
