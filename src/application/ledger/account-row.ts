import type { Account } from '#domain/ledger/account.ts';
import type { AccountRow } from '../ports/account-queries.ts';

export const accountRow = (account: Account): AccountRow => ({
  id: account.id,
  name: account.name,
  currency: account.currency,
  kind: account.kind,
  version: account.version,
  created_at: account.createdAt.toISOString(),
  updated_at: account.updatedAt.toISOString(),
});
