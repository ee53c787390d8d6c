import type { TestApp } from './start-app.ts';

/** Everything that the database holds, table by table: to see that nothing was written. */
export async function everyRow({ sql }: TestApp): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = await sql(`SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`);
  const rows: Record<string, readonly string[]> = {};
  for (const { name } of tables)
    rows[String(name)] = (await sql(`SELECT t::text AS row FROM ${name} t ORDER BY 1`)).map(({ row }) => String(row));
  return rows;
}
