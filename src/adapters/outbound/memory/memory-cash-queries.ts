import type { CashQueries, CashRow } from '#application/ports/cash-queries.ts';
import { cashMoves } from '#domain/ledger/cash-figures.ts';
import { Decimal } from '#domain/shared/decimal.ts';
import type { MemoryStore } from './memory-store.ts';

export class MemoryCashQueries implements CashQueries {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async list(userId: string, accountIds: readonly string[] | null): Promise<readonly CashRow[]> {
    const balances = new Map<string, Decimal>();
    for (const operation of this.#store.committed.operations.values()) {
      const { accountId } = operation.fields;
      if (operation.userId !== userId || accountIds?.includes(accountId) === false) continue;
      for (const { currency, amount } of cashMoves(operation.fields)) {
        const key = `${accountId} ${currency}`;
        if (currency !== null) balances.set(key, (balances.get(key) ?? Decimal.ZERO).plus(amount));
      }
    }
    return [...balances]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, balance]) => {
        const [account_id = '', currency = ''] = key.split(' ');
        return { account_id, currency, balance: balance.text };
      });
  }
}
