import type { Page } from '#application/ports/page.ts';

export const pageOf = <Stored, Row>(
  found: readonly Stored[],
  limit: number,
  row: (stored: Stored) => Row,
): Page<Row> => ({
  rows: found.slice(0, limit).map((stored) => row(stored)),
  more: found.length > limit,
});
