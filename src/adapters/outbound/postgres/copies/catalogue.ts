import { type Client, escapeIdentifier } from 'pg';
import type { SequenceValue, TableShape } from '#application/ports/database-copies.ts';
import { inOrder } from './in-order.ts';

/** What is of Blotter's schema, and not of an extension that was installed into it. */
const OURS = `c.relnamespace = quote_ident(current_schema())::regnamespace AND NOT EXISTS (
  SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;

const TABLES = `
  SELECT c.relname::text AS name,
    ARRAY(SELECT a.attname::text FROM pg_attribute AS a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
    ARRAY(SELECT r.relname::text FROM pg_constraint AS k JOIN pg_class AS r ON r.oid = k.confrelid
      WHERE k.conrelid = c.oid AND k.contype = 'f') AS "refersTo"
  FROM pg_class AS c WHERE c.relkind = 'r' AND ${OURS} ORDER BY c.relname COLLATE "C"`;

const SEQUENCES = `SELECT c.relname::text AS name FROM pg_class AS c WHERE c.relkind = 'S' AND ${OURS} ORDER BY c.relname COLLATE "C"`;

const TRIGGERS = `
  SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', t.tgrelid::regclass, t.tgname) AS off,
    format('ALTER TABLE %s ENABLE %s TRIGGER %I', t.tgrelid::regclass,
      CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, t.tgname) AS on
  FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
  WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND c.relkind = 'r' AND ${OURS}`;

/** Every table, those that later migrations add among them. What is referred to comes first. */
export async function tablesOf(client: Client): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape & { refersTo: string[] }>(TABLES);
  return inOrder(rows).map(({ name, columns }) => ({ name, columns }));
}

/** A sequence knows no snapshot. Its value is at least what any row has that is seen by one from before. */
export async function sequencesOf(client: Client): Promise<SequenceValue[]> {
  const { rows } = await client.query<{ name: string }>(SEQUENCES);
  const values: SequenceValue[] = [];
  for (const { name } of rows) {
    const text = `SELECT last_value::text AS value, is_called AS called FROM ${escapeIdentifier(name)}`;
    const [found] = (await client.query<Omit<SequenceValue, 'name'>>(text)).rows;
    if (found !== undefined) values.push({ name, ...found });
  }
  return values;
}

/** Switches of every trigger that is on and that is not PostgreSQL's own, which keep foreign keys. */
export async function triggersOf(client: Client): Promise<{ readonly off: string; readonly on: string }[]> {
  return (await client.query<{ off: string; on: string }>(TRIGGERS)).rows;
}
