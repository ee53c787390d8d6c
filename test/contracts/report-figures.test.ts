import { expect } from 'chai';
import fc from 'fast-check';
import type { FiguresRow } from '#application/ports/report-figures.ts';
import { computedCash } from '#domain/ledger/cash-effect.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { OPERATION_TYPE_RULES, OPERATION_TYPES } from '#domain/ledger/operation-type.ts';
import { CalendarPeriod, PERIOD_KINDS, type PeriodRange } from '#domain/shared/calendar-period.ts';
import { Decimal } from '#domain/shared/decimal.ts';
import { bigLedgerUser, fillBigLedger } from './big-ledger.ts';
import { reportFiguresContract } from './report-figures-contract.ts';
import { ids } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { openSameLedger, type SameLedger } from './stores/same-ledger.ts';

reportFiguresContract('memory', openMemoryStore);
reportFiguresContract('PostgreSQL', openPostgresStore);

const ACCOUNTS = [ids.next(), ids.next()] as const;
const CURRENCIES = ['USD', 'EUR', 'BTC'] as const;
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe'] as const;

const oneOf = fc.constantFrom;
const amounts = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 22n }), fc.nat({ max: 18 })).map(([digits, places]) => {
  const text = String(digits).padStart(places + 1, '0');
  return places === 0 ? text.slice(0, 20) : `${text.slice(0, -places).slice(0, 20)}.${text.slice(-places)}`;
});

/** Around the days on which clocks change, and one that was left out. */
const dates = fc
  .tuple(oneOf('2026-03-28', '2026-10-25', '2011-12-29', '2025-12-31'), fc.nat({ max: 200 }), fc.boolean())
  .map(([day, quarters, bare]) => {
    const text = new Date(Date.parse(day) + quarters * 900_000).toISOString();
    return bare ? text.slice(0, 10) : text;
  });

const drafts: fc.Arbitrary<OperationDraft> = fc
  .record({
    type: oneOf(...OPERATION_TYPES),
    accountId: oneOf(...ACCOUNTS),
    currency: oneOf(...CURRENCIES),
    quantity: amounts,
    price: amounts,
    accrued: fc.option(amounts),
    payment: fc.option(amounts),
    isNegative: fc.boolean(),
    fee: fc.option(amounts),
    feeCurrency: fc.option(oneOf(...CURRENCIES)),
    date: dates,
  })
  .map(({ type, accrued, payment, isNegative, ...fields }) => {
    const { needs, paymentSign } = OPERATION_TYPE_RULES[type];
    const given = payment ?? (needs.includes('payment') ? '1' : null);
    const minus = paymentSign === null ? isNegative : paymentSign === -1;
    return {
      ...fields,
      type,
      symbol: 'A',
      ratio: type === 'split' ? '3:1' : null,
      accruedInterest: type === 'buy' || type === 'sell' ? accrued : null,
      payment: given && `${minus ? '-' : ''}${given}`,
    };
  });

const cashIn = (currency: string | null, { fields }: Operation): Decimal => {
  const own = fields.currency === currency ? (fields.payment ?? computedCash(fields) ?? Decimal.ZERO) : Decimal.ZERO;
  return fields.feeCurrency === currency && fields.currency !== currency ? own.minus(fields.fee) : own;
};

/** Straight from the words of the ledger: one operation after the other, and every figure by itself. */
function reckoned(
  operations: readonly Operation[],
  accountId: string,
  currency: string,
): Omit<FiguresRow, 'account_name'> | null {
  const here = operations.filter(({ fields }) => fields.accountId === accountId);
  const own = here.filter(({ fields }) => fields.currency === currency);
  const feesOf = here.filter(({ fields }) => fields.feeCurrency === currency && fields.fee.isPositive());
  if (own.length === 0 && feesOf.length === 0) return null;
  const total = (some: readonly Operation[], of: (operation: Operation) => Decimal) =>
    some.reduce((sum, operation) => sum.plus(of(operation)), Decimal.ZERO);
  const gross = (...types: string[]) =>
    total(
      own.filter(({ fields }) => types.includes(fields.type)),
      (operation) => cashIn(currency, operation).plus(feesOf.includes(operation) ? operation.fields.fee : Decimal.ZERO),
    );
  return {
    account_id: accountId,
    currency,
    operations: Object.fromEntries(
      Object.entries(Object.groupBy(own, ({ fields }) => fields.type)).map(([type, some]) => [type, some.length]),
    ),
    bought: gross('buy').negated().text,
    sold: gross('sell').text,
    dividends: gross('dividend', 'coupon').text,
    interest: gross('interest').text,
    fees: total(feesOf, ({ fields }) => fields.fee).minus(gross('fee')).text,
    taxes: gross('tax').negated().text,
    deposits: gross('deposit').text,
    withdrawals: gross('withdrawal').negated().text,
    other: gross(
      'transfer_in',
      'transfer_out',
      'split',
      'amortisation',
      'redemption',
      'return_of_capital',
      'adjustment',
    ).text,
    net_cash: total(here, (operation) => cashIn(currency, operation)).text,
  };
}

const within = (
  { fields: { date, datePrecision } }: Operation,
  { from, to, firstDay, endDay }: PeriodRange,
): boolean => (datePrecision === 'day' ? firstDay <= date && date < endDay : from <= date && date < to);

const sumOfFigures = (row: FiguresRow): string => {
  const signed = (text: string, minus = false) => {
    const [, sign = '', digits = ''] = /^(-?)(.*)$/.exec(text) ?? [];
    return BigInt(`${minus !== (sign === '-') ? '-' : ''}${inUnits(digits)}`);
  };
  const parts = [
    signed(row.bought, true),
    signed(row.sold),
    signed(row.dividends),
    signed(row.interest),
    signed(row.fees, true),
    signed(row.taxes, true),
    signed(row.deposits),
    signed(row.withdrawals, true),
    signed(row.other),
    signed(row.net_cash, true),
  ];
  return String(parts.reduce((sum, part) => sum + part, 0n));
};
const inUnits = (digits: string): string => {
  const [whole, fraction = ''] = digits.split('.');
  return `${whole}${fraction.padEnd(40, '0')}`;
};

describe('The figures of a report in PostgreSQL', () => {
  let ledger: SameLedger;

  before(async () => {
    ledger = await openSameLedger(ACCOUNTS, fc.sample(drafts, { numRuns: 300, seed: 11 }));
  });
  after(() => ledger.close());

  it('are what a plain reckoning comes to, and what those in memory are', async () => {
    const { stores, ada, booked } = ledger;
    const asked = fc.record({
      kind: oneOf(...PERIOD_KINDS),
      at: oneOf(...[0, 1, 2, 3, 4].map((at) => booked[at * 7]!.fields.date)),
      zone: oneOf(...ZONES),
      accountIds: fc.option(fc.subarray([...ACCOUNTS])),
    });
    let rows = 0;
    const alike = fc.asyncProperty(asked, async ({ kind, at, zone, accountIds }) => {
      const range = CalendarPeriod.containing(kind, at, zone).rangeIn(zone);
      const operations = booked.filter((operation) => within(operation, range));
      const expected = (accountIds === null ? ACCOUNTS : ACCOUNTS.filter((id) => accountIds.includes(id))).flatMap(
        (id) => [...CURRENCIES].sort().flatMap((currency) => reckoned(operations, id, currency) ?? []),
      );
      for (const store of stores) {
        const found = await store.reportFigures.list(ada.user.id, { accountIds, range });
        expect(found.map(({ account_name: _, ...row }) => row)).to.deep.equal(expected);
        for (const row of found) expect(sumOfFigures(row)).to.equal('0');
        rows += found.length;
      }
    });
    await fc.assert(alike, { numRuns: 200 });
    expect(rows, 'the rows that were compared').to.be.above(400);
  });
});

describe('The figures of a big ledger', () => {
  let store: PostgresStore;

  before(async function () {
    this.timeout(180_000);
    store = await openPostgresStore();
    await fillBigLedger(store.sql);
  });
  after(() => store.close());

  it('are summed up in seconds, year by year, and leave none of the 160 000 operations out', async function () {
    this.timeout(30_000);
    const of = async (period: string) => {
      const begun = performance.now();
      const range = CalendarPeriod.parse(period).rangeIn('Europe/Berlin');
      const rows = await store.reportFigures.list(bigLedgerUser(1), { accountIds: null, range });
      return { rows, milliseconds: performance.now() - begun };
    };
    const counted = (rows: readonly FiguresRow[]) =>
      rows.flatMap(({ operations }) => Object.values(operations)).reduce((sum, count) => sum + count, 0);
    let all = 0;
    let slowest = 0;
    for (const year of ['2020', '2021', '2022', '2023', '2024', '2025']) {
      const { rows, milliseconds } = await of(year);
      all += counted(rows);
      slowest = Math.max(slowest, milliseconds);
    }
    expect(all).to.equal(160_000);
    expect(slowest).to.be.below(5_000);
    expect(counted((await of('2021-W07')).rows)).to.be.within(400, 700);
  });
});
