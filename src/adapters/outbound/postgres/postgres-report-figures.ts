import type { FiguresRequest, FiguresRow, ReportFigures } from '#application/ports/report-figures.ts';
import { CASH_FIGURES, type CashFigure, FIGURE_OF_TYPE, FIGURE_SIGNS } from '#domain/ledger/cash-figures.ts';
import { OPERATION_TYPES } from '#domain/ledger/operation-type.ts';
import type { NamedStatement, Pools } from './connect.ts';
import { readRows } from './read-rows.ts';
import { present } from './row-text.ts';

const typesOf = (figure: CashFigure): string =>
  OPERATION_TYPES.filter((type) => FIGURE_OF_TYPE[type] === figure)
    .map((type) => `'${type}'`)
    .join(', ');

const amountOf = (figure: CashFigure): string => {
  const gross = `coalesce(sum(cash + fee) FILTER (WHERE type IN (${typesOf(figure)})), 0)`;
  const amount = figure === 'fees' ? `${gross} - sum(fee)` : gross;
  return `trim_scale(${FIGURE_SIGNS[figure]} * (${amount}))`;
};

const countOf = (type: string): string => `coalesce(sum(operations) FILTER (WHERE type = '${type}'), 0)`;

/**
 * The cash of an operation is that of cash-effect.ts. The ledger is summed up first, one row for each account, type and pair of currencies:
 * what is done with these few rows costs nothing. `fee` is then a fee that is in `cash`; a fee in another currency is a move of its own.
 */
const FIGURES: NamedStatement = {
  name: 'report-figures',
  text: `WITH sums AS (
 SELECT account_id, type, currency, CASE WHEN fee = 0 THEN currency ELSE fee_currency END AS fee_currency, count(*) AS operations,
  sum(cash) AS cash, sum(fee) AS fee
 FROM operations
 WHERE user_id = $1 AND ($2::uuid[] IS NULL OR account_id = ANY ($2))
  AND date >= least($3::timestamptz, $5::timestamptz) AND date < greatest($4::timestamptz, $6::timestamptz)
  AND CASE date_precision WHEN 'day' THEN date >= $5 AND date < $6 ELSE date >= $3 AND date < $4 END
 GROUP BY 1, 2, 3, 4
), moves AS (
 SELECT account_id, type, currency, operations, cash, CASE WHEN fee_currency IS NOT DISTINCT FROM currency THEN fee ELSE 0 END AS fee FROM sums
 UNION ALL
 SELECT account_id, NULL, fee_currency, 0, -fee, fee FROM sums WHERE fee_currency IS DISTINCT FROM currency
)
SELECT account_id, a.name, m.currency, trim_scale(sum(cash)),
 ${[...CASH_FIGURES.map(amountOf), ...OPERATION_TYPES.map(countOf)].join(',\n ')}
FROM moves m JOIN accounts a ON a.user_id = $1 AND a.id = account_id
GROUP BY account_id, a.name, m.currency ORDER BY account_id, m.currency COLLATE "C" NULLS LAST`,
};

export class PostgresReportFigures implements ReportFigures {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async list(userId: string, { accountIds, range }: FiguresRequest): Promise<readonly FiguresRow[]> {
    const { from, to, firstDay, endDay } = range;
    const rows = await readRows(this.#pools.lists, FIGURES, [userId, accountIds, from, to, firstDay, endDay]);
    return rows.map(figuresRow);
  }
}

function figuresRow([id, name, currency, netCash, ...numbers]: (string | null)[]): FiguresRow {
  const amounts = CASH_FIGURES.map((figure, at) => [figure, present(numbers[at])] as const);
  const counts = OPERATION_TYPES.map((type, at) => [type, Number(numbers[CASH_FIGURES.length + at])] as const);
  return {
    account_id: present(id),
    account_name: present(name),
    currency: currency ?? null,
    operations: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    net_cash: present(netCash),
    ...(Object.fromEntries(amounts) as Record<CashFigure, string>),
  };
}
