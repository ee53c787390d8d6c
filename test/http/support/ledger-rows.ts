import type { TestApp } from './start-app.ts';

type Rows = Readonly<Record<string, readonly string[]>>;

/** Everything that the database holds, table by table: to see that nothing was written. */
export const everyRow = (app: TestApp): Promise<Rows> => rowsAs(app, 't::text');

/** The same but for when a credential was last used, which any request may note. */
export const lastingRows = (app: TestApp): Promise<Rows> =>
  rowsAs(app, "(to_jsonb(t) - '{last_used_at,last_seen_at,expires_at}'::text[])::text");

async function rowsAs({ sql }: TestApp, text: string): Promise<Rows> {
  const tables = await sql(`SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`);
  const rows: Record<string, readonly string[]> = {};
  for (const { name } of tables)
    rows[String(name)] = (await sql(`SELECT ${text} AS row FROM ${name} t ORDER BY 1`)).map(({ row }) => String(row));
  return rows;
}
