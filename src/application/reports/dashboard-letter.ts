import type { User } from '#domain/identity/user.ts';
import { CASH_FIGURES, type CashFigure } from '#domain/ledger/cash-figures.ts';
import { OPERATION_TYPES } from '#domain/ledger/operation-type.ts';
import type { CalendarPeriod } from '#domain/shared/calendar-period.ts';
import type { Mail, MailAttachment, MailChart, MailTable } from '../ports/mailer.ts';
import type { FiguresRow } from '../ports/report-figures.ts';
import { amountText } from './amount-text.ts';
import { csvText } from './csv-text.ts';
import { periodName } from './period-name.ts';

export type DashboardReport = {
  readonly period: CalendarPeriod;
  /** IANA. */
  readonly timeZone: string;
  readonly figures: readonly FiguresRow[];
};

/** A mail is no book: what is more than this is in the CSV alone. */
const MOST_TABLES = 10;
/** Of currencies beside each other, as a phone is narrow. */
const MOST_COLUMNS = 3;
const MOST_BARS = MOST_TABLES * MOST_COLUMNS;

const LABELS: Readonly<Record<CashFigure, string>> = {
  bought: 'Bought',
  sold: 'Sold',
  dividends: 'Dividends',
  interest: 'Interest',
  fees: 'Fees',
  taxes: 'Taxes',
  deposits: 'Deposits',
  withdrawals: 'Withdrawals',
  other: 'Other',
};

/** What the job shows as its result. Instants are RFC 3339 UTC. */
export function dashboardResult({ period, timeZone, figures }: DashboardReport) {
  const { from, to } = period.rangeIn(timeZone);
  return { period: period.text, time_zone: timeZone, from: from.toISOString(), to: to.toISOString(), figures };
}

/** The figures by mail: a chart of the net cash, a table for each account, and all of it as CSV. */
export function dashboardLetter({ email, username }: User, report: DashboardReport): Omit<Mail, 'id'> {
  const { period, timeZone, figures } = report;
  const name = periodName(period);
  const tables = tablesOf(figures);
  const chart = chartOf(figures, name);
  return {
    to: email,
    subject: `Your ledger: ${name}`,
    paragraphs: [
      `Hello ${username},`,
      figures.length === 0
        ? `nothing was booked in ${name}, by the time of ${timeZone}.`
        : `this is what was booked in ${name}, by the time of ${timeZone}. Net cash is all that came in less all that went out, fees and taxes included.`,
      ...(tables.length > MOST_TABLES ? ['There is more than fits here: the attached file has all of it.'] : []),
    ],
    ...(chart && { chart }),
    tables: tables.slice(0, MOST_TABLES),
    action: null,
    attachments: [attachmentOf(figures, period)],
  };
}

/** A table for each account: its currencies beside each other, and below each other what is not zero in all of them. */
function tablesOf(figures: readonly FiguresRow[]): readonly MailTable[] {
  const accounts = Map.groupBy(figures, ({ account_id }) => account_id);
  return [...accounts.values()].flatMap((rows) => inParts(rows, MOST_COLUMNS).map(tableOf));
}

function tableOf(rows: readonly FiguresRow[], part: number): MailTable {
  const told = CASH_FIGURES.filter((figure) => rows.some((row) => row[figure] !== '0'));
  const name = rows[0]?.account_name ?? '';
  return {
    caption: part === 0 ? name : `${name} (continued)`,
    columns: [
      { label: 'Figure', isNumber: false },
      ...rows.map(({ currency }) => ({ label: currency ?? 'No currency', isNumber: true })),
    ],
    rows: [
      ['Operations', ...rows.map((row) => String(operationsOf(row)))],
      ...told.map((figure) => [LABELS[figure], ...rows.map((row) => amountText(row[figure], row.currency))]),
      ['Net cash', ...rows.map(({ net_cash, currency }) => amountText(net_cash, currency))],
    ],
  };
}

/** One group for each currency, as no two have a common measure. */
function chartOf(figures: readonly FiguresRow[], period: string): MailChart | null {
  const shown = figures.filter(({ currency }) => currency !== null).slice(0, MOST_BARS);
  if (shown.length === 0) return null;
  const currencies = Map.groupBy(shown, ({ currency }) => currency ?? '');
  return {
    title: `Net cash, ${period}`,
    groups: [...currencies].map(([currency, rows]) => ({
      label: currency,
      bars: rows.map(({ account_name, net_cash }) => ({
        label: account_name,
        value: net_cash,
        shown: amountText(net_cash, currency),
      })),
    })),
  };
}

/** Exact, under the names that the API has; the counts of the types last. */
const attachmentOf = (figures: readonly FiguresRow[], period: CalendarPeriod): MailAttachment => ({
  name: `blotter-${period.text}.csv`,
  type: 'text/csv',
  text: csvText([
    [
      ...['account_id', 'account_name', 'currency', 'operations', ...CASH_FIGURES, 'net_cash'],
      ...OPERATION_TYPES.map((type) => `operations_${type}`),
    ],
    ...figures.map((row) => [
      ...[row.account_id, row.account_name, row.currency ?? '', String(operationsOf(row))],
      ...CASH_FIGURES.map((figure) => row[figure]),
      row.net_cash,
      ...OPERATION_TYPES.map((type) => String(row.operations[type] ?? 0)),
    ]),
  ]),
});

const operationsOf = ({ operations }: FiguresRow): number =>
  Object.values(operations).reduce((sum, count) => sum + count, 0);

const inParts = <Item>(items: readonly Item[], size: number): (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
