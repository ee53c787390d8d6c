import type { TestApp } from '../support/start-app.ts';

/** Every row of every table but for when a credential was last used, which any request may note: to see that nothing else was written. */
export async function lastingRows({ sql }: TestApp): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = await sql(`SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`);
  const rows: Record<string, readonly string[]> = {};
  for (const { name } of tables)
    rows[String(name)] = (
      await sql(
        `SELECT (to_jsonb(t) - '{last_used_at,last_seen_at,expires_at}'::text[])::text AS row FROM ${name} t ORDER BY 1`,
      )
    ).map(({ row }) => String(row));
  return rows;
}
