import type { Page } from '#application/ports/page.ts';

/** What the columns of a row say, as text made by PostgreSQL with TimeZone=UTC and DateStyle=ISO. */

/** `2026-11-24 09:30:00.5+00` → `2026-11-24T09:30:00.500Z` */
export function instantText(text: string): string {
  const fraction = text[19] === '.' ? text.slice(20, text.indexOf('+', 20)).padEnd(3, '0') : '000';
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
}

/** The same of a column that may be null. */
export const instantTextOrNull = (text: string | null | undefined): string | null => (text ? instantText(text) : null);

/** A column that the table declares NOT NULL. */
export function present(text: string | null | undefined): string {
  if (text === null || text === undefined) throw new TypeError('A column that is never null was null.');
  return text;
}

/** No id is smaller, and none is greater: where a list in the order of ids begins. */
export const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
export const AFTER_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** A page of rows that were asked for with one more than the limit: the last one only tells that the list goes on. */
export const pageOf = <Raw, Row>(raw: readonly Raw[], limit: number, row: (raw: Raw) => Row): Page<Row> => ({
  rows: raw.slice(0, limit).map(row),
  more: raw.length > limit,
});
