import type { CashQueries, CashRow } from '#application/ports/cash-queries.ts';
import type { NamedStatement, Pools } from './connect.ts';
import { readRows } from './read-rows.ts';
import { present } from './row-text.ts';

const LIST: NamedStatement = {
  name: 'cash-balances',
  text: `SELECT account_id, currency, trim_scale(sum(amount)), count(*) FROM cash_entries
 WHERE user_id = $1 AND ($2::uuid[] IS NULL OR account_id = ANY ($2))
 GROUP BY account_id, currency HAVING sum(operations) > 0 ORDER BY account_id, currency`,
};

/** One row for each account and currency, for those that there were. What comes in beside is not seen, and stays. */
const SUM_UP: NamedStatement = {
  name: 'sum-up-cash',
  text: `WITH gone AS (DELETE FROM cash_entries WHERE user_id = $1 RETURNING account_id, currency, amount, operations)
 INSERT INTO cash_entries (user_id, account_id, currency, amount, operations)
 SELECT $1, account_id, currency, sum(amount), sum(operations) FROM gone GROUP BY account_id, currency
 HAVING sum(operations) <> 0 OR sum(amount) <> 0`,
};
const MANY = 1_000;

/** Each write adds what it does to the cash; who reads adds up, and shortens the list when it is long. */
export class PostgresCashQueries implements CashQueries {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async list(userId: string, accountIds: readonly string[] | null): Promise<readonly CashRow[]> {
    const rows = await readRows(this.#pools.lookups, LIST, [userId, accountIds]);
    if (rows.some(([, , , entries]) => Number(entries) > MANY)) await readRows(this.#pools.writes, SUM_UP, [userId]);
    return rows.map(([account, currency, balance]) => ({
      account_id: present(account),
      currency: present(currency),
      balance: present(balance),
    }));
  }
}
