import { namesOfAccounts } from '../exports/export-row.ts';
import type { AccountQueries, AccountRow } from '../ports/account-queries.ts';

/** Where rows go: by the names that exports give to accounts, and where no account is named. */
export type FileAccounts = {
  readonly main: AccountRow | null;
  readonly byName: ReadonlyMap<string, AccountRow>;
};

const PAGE = 200;

/** @param accountId of rows that name none; null: the oldest. */
export async function wholeAccounts(
  queries: AccountQueries,
  userId: string,
  accountId: string | null,
): Promise<FileAccounts> {
  const all: AccountRow[] = [];
  for (let after: string | null = null, more = true; more; after = all.at(-1)?.id ?? null) {
    const page = await queries.list(userId, { limit: PAGE, after, only: null });
    all.push(...page.rows);
    more = page.more;
  }
  const names = namesOfAccounts(all);
  return {
    main: (accountId === null ? all[0] : all.find(({ id }) => id === accountId)) ?? null,
    byName: new Map(all.map((account) => [names.get(account.id) ?? account.name, account])),
  };
}
