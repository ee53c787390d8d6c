import type { ListCash } from '#application/ledger/list-cash.ts';
import type { CashRow } from '#application/ports/cash-queries.ts';
import type { Produce } from '../caching/cached.ts';
import { actorOf } from '../who-asks.ts';
import { readCashQuery } from './cash-schema.ts';

export class CashController {
  readonly #cash: ListCash;

  constructor(cash: ListCash) {
    this.#cash = cash;
  }

  readonly list: Produce = async (req, res) => {
    const { accountId, userId } = readCashQuery(req);
    const rows = await this.#cash.execute(actorOf(res), accountId, userId);
    return { body: JSON.stringify(rows.map(cashView)) };
  };
}

const cashView = ({ account_id, currency, balance }: CashRow): CashRow => ({ account_id, currency, balance });
