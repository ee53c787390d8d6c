import type { NamedSum } from '#application/upkeep/back-up.ts';

/** A line for each table, the same for a backup and for what is restored of it, and one for all. */
export function sumLines(sums: readonly NamedSum[]): string[] {
  const all = sums.reduce((sum, { rows }) => sum + rows, 0);
  return [
    ...sums.map(({ table, rows, sha256 }) => `${sha256}  ${String(rows).padStart(10)}  ${table}`),
    `${sums.length} tables, ${all} rows.`,
  ];
}
