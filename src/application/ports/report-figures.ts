import type { CashFigure } from '#domain/ledger/cash-figures.ts';
import type { OperationType } from '#domain/ledger/operation-type.ts';
import type { PeriodRange } from '#domain/shared/calendar-period.ts';

/**
 * What happened in one currency of one account. Amounts are exact decimals as canonical text; `bought`, `fees`, `taxes` and `withdrawals` are
 * positive where money goes out (a refund lessens them). Each amount is without the fee of its operation, which is in `fees` of the fee's own
 * currency. `dividends` has coupons in it. `other` is what fits nothing else: repaid capital, adjustments, payments of transfers.
 * net_cash = − bought + sold + dividends + interest − fees − taxes + deposits − withdrawals + other, to the last digit.
 */
export type FiguresRow = {
  readonly account_id: string;
  readonly account_name: string;
  /** Null: of operations that say none, such as splits. */
  readonly currency: string | null;
  /** How many of each type; no type that there is none of. An operation is counted in its own currency, not in that of its fee. */
  readonly operations: Readonly<Partial<Record<OperationType, number>>>;
  readonly net_cash: string;
} & Readonly<Record<CashFigure, string>>;

export type FiguresRequest = {
  /** Of these accounts only, unless null. */
  readonly accountIds: readonly string[] | null;
  /** An operation of a bare date belongs to the days of the range, every other one to its instants. */
  readonly range: PeriodRange;
};

export interface ReportFigures {
  /**
   * Of one moment, in the order of the accounts' opening and then of the currency's text, none last. Nothing of an account or currency in which
   * nothing happened.
   */
  list(userId: string, request: FiguresRequest): Promise<readonly FiguresRow[]>;
}
