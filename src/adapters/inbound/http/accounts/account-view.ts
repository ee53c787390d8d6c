import type { AccountRow } from '#application/ports/account-queries.ts';

export const accountView = (row: AccountRow): AccountRow => ({
  id: row.id,
  name: row.name,
  currency: row.currency,
  kind: row.kind,
  version: row.version,
  created_at: row.created_at,
  updated_at: row.updated_at,
});
