import type { FiguresRequest, FiguresRow, ReportFigures } from '#application/ports/report-figures.ts';
import { CASH_FIGURES, type CashFigure, cashMoves, FIGURE_SIGNS } from '#domain/ledger/cash-figures.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationType } from '#domain/ledger/operation-type.ts';
import type { PeriodRange } from '#domain/shared/calendar-period.ts';
import { Decimal } from '#domain/shared/decimal.ts';
import { type MemoryStore, ownedKey } from './memory-store.ts';

type Sum = {
  readonly accountId: string;
  readonly currency: string | null;
  readonly counts: Map<OperationType, number>;
  readonly cash: Map<CashFigure, Decimal>;
};

export class MemoryReportFigures implements ReportFigures {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async list(userId: string, { accountIds, range }: FiguresRequest): Promise<readonly FiguresRow[]> {
    const { operations, accounts } = this.#store.committed;
    const sums = new Map<string, Sum>();
    const sumOf = (accountId: string, currency: string | null): Sum => {
      const key = JSON.stringify([accountId, currency]);
      const sum = sums.get(key) ?? { accountId, currency, counts: new Map(), cash: new Map() };
      sums.set(key, sum);
      return sum;
    };
    for (const { userId: owner, fields } of operations.values()) {
      const { accountId, type, currency } = fields;
      if (owner !== userId || !isWithin(fields, range) || accountIds?.includes(accountId) === false) continue;
      const { counts } = sumOf(accountId, currency);
      counts.set(type, (counts.get(type) ?? 0) + 1);
      for (const { currency: its, figure, amount } of cashMoves(fields)) {
        const { cash } = sumOf(accountId, its);
        cash.set(figure, (cash.get(figure) ?? Decimal.ZERO).plus(amount));
      }
    }
    const nameOf = (id: string): string => accounts.get(ownedKey(userId, id))?.name ?? '';
    return [...sums.values()].sort(inOrder).map((sum) => figuresRow(sum, nameOf(sum.accountId)));
  }
}

function isWithin({ date, datePrecision }: Operation['fields'], { from, to, firstDay, endDay }: PeriodRange): boolean {
  return datePrecision === 'day' ? date >= firstDay && date < endDay : date >= from && date < to;
}

/** No currency has a text that is after "~". */
const inOrder = (one: Sum, other: Sum): number => (orderOf(one) < orderOf(other) ? -1 : 1);
const orderOf = ({ accountId, currency }: Sum): string => `${accountId} ${currency ?? '~'}`;

function figuresRow({ accountId, currency, counts, cash }: Sum, name: string): FiguresRow {
  const told = (figure: CashFigure): Decimal => {
    const amount = cash.get(figure) ?? Decimal.ZERO;
    return FIGURE_SIGNS[figure] === 1 ? amount : amount.negated();
  };
  return {
    account_id: accountId,
    account_name: name,
    currency,
    operations: Object.fromEntries(counts),
    net_cash: cash.values().reduce((sum, amount) => sum.plus(amount), Decimal.ZERO).text,
    ...(Object.fromEntries(CASH_FIGURES.map((figure) => [figure, told(figure).text])) as Record<CashFigure, string>),
  };
}
