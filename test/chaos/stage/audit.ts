import { session } from './postgres.ts';
import type { Writer } from './writer.ts';

type Found = { id: string; label: string; version: number; tag: string | null; history: string };

/** Each operation with the versions and actions of its history; also those of which only the history is left. */
const LEDGER = `SELECT id, o.note AS label, o.version, o.tags[1] AS tag,
 (SELECT string_agg(h.version || ' ' || h.action, ', ' ORDER BY h.version) FROM operation_history h
  WHERE h.user_id = ids.user_id AND h.operation_id = ids.id) AS history
 FROM (SELECT user_id, id FROM operations UNION SELECT user_id, operation_id FROM operation_history) ids
 LEFT JOIN operations o USING (user_id, id)`;

/** Compares the database with what the writers know: nothing lost, nothing twice, nothing that nobody wrote, each history whole. */
export async function auditLedger(url: string, writers: readonly Writer[]): Promise<string[]> {
  await using database = await session(url);
  const { rows } = await database.query<Found>(LEDGER);
  const keys = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM idempotency_keys');
  const known = new Map(writers.flatMap((writer) => writer.known.map((operation) => [operation.id, operation])));
  const complaints = writers.flatMap((writer) => writer.complaints);
  for (const found of rows) {
    const operation = known.get(found.id);
    known.delete(found.id);
    if (operation === undefined) {
      complaints.push(`nobody knows of ${found.label ?? found.id} (${found.history})`);
      continue;
    }
    const { label, version, deleted } = operation;
    const is = [found.label, found.version, found.tag, found.history].join(' | ');
    const tag = version === 1 ? null : `version ${version}`;
    const must = (deleted ? [null, null, null] : [label, version, tag]).concat(historyOf(version, deleted)).join(' | ');
    if (is !== must) complaints.push(`${label} is "${is}" and must be "${must}"`);
  }
  for (const { label } of known.values()) complaints.push(`${label} is lost`);
  const made = writers.reduce((sum, writer) => sum + writer.known.length, 0);
  const stored = keys.rows[0]!.count;
  if (stored !== made) complaints.push(`${stored} idempotency keys are stored for ${made} operations`);
  return complaints;
}

function historyOf(version: number, deleted: boolean): string {
  return Array.from({ length: version }, (_, index) => {
    const number = index + 1;
    if (number === 1) return '1 created';
    return number === version && deleted ? `${number} deleted` : `${number} changed`;
  }).join(', ');
}
