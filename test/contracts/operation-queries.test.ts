import { expect } from 'chai';
import fc from 'fast-check';
import type { OperationFilter, OperationPageRequest } from '#application/ports/operation-queries.ts';
import type { Cut } from '#domain/ledger/cut.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { anOperationDraft } from '#test/domain/builders.ts';
import { operationQueriesContract } from './operation-queries-contract.ts';
import { ids } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';
import { openSameLedger, type SameLedger } from './stores/same-ledger.ts';

operationQueriesContract('memory', openMemoryStore);
operationQueriesContract('PostgreSQL', openPostgresStore);

/** Few values, so that what is asked for is often there, and signs that LIKE, quoting and case give a meaning to. */
const DATES = ['2026-01-01', '2026-01-01T00:00:00.001Z', '2026-02-01', '2026-03-01T12:30:00Z'];
const SIGNS = ['a', 'A', '%', '_', '\\', "'", 'ü', 'Ü', 'я', 'Я', '$1', ' '];
const NAMES: readonly OperationDraft[] = [
  { figi: 'BBG000B9XRY4' },
  { figi: 'BBG000B9XRY4', isin: 'US0378331005', symbol: 'AAPL' },
  { figi: null, isin: 'US0378331005', symbol: 'AAPL' },
  { figi: null, symbol: 'AAPL' },
  { figi: null, symbol: 'A' },
];
const oneOf = fc.constantFrom;
const maybe = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const words = fc.array(oneOf(...SIGNS), { maxLength: 4 }).map((signs) => signs.join(''));

/** The owner's accounts, and one that is nobody's. */
const ACCOUNTS = [ids.next(), ids.next(), ids.next()] as const;

const drafts = fc.array(
  fc
    .record({
      name: oneOf(...NAMES),
      type: oneOf('buy', 'sell'),
      instrumentType: oneOf('share', 'bond', null),
      date: oneOf(...DATES),
      accountId: oneOf(...ACCOUNTS.slice(0, 2)),
      note: fc.option(words),
      source: fc.option(words.filter((text) => text !== '')),
      tags: fc.array(oneOf(...SIGNS), { maxLength: 3 }),
    })
    .map(({ name, ...draft }) => anOperationDraft({ ...name, ...draft })),
  { minLength: 60, maxLength: 60 },
);

const instants = oneOf(...DATES).map((date) => new Date(date));
const cuts: fc.Arbitrary<Cut> = fc.record({ before: instants, beforeDay: instants });
const filters: fc.Arbitrary<OperationFilter> = fc.record({
  accountId: maybe(oneOf(...ACCOUNTS)),
  accountIds: maybe(fc.subarray([...ACCOUNTS])),
  type: maybe(oneOf('buy', 'sell', 'tax')),
  instrumentType: maybe(oneOf('share', 'bond', 'etf')),
  figi: maybe(oneOf('BBG000B9XRY4', 'AAPL')),
  isin: maybe(oneOf('US0378331005', 'AAPL')),
  symbol: maybe(oneOf('AAPL', 'A')),
  instrument: maybe(oneOf('BBG000B9XRY4', 'US0378331005', 'AAPL')),
  from: maybe(cuts),
  to: maybe(cuts),
  tag: maybe(oneOf(...SIGNS)),
  text: maybe(words.filter((text) => text !== '')),
});

describe('The operation queries in PostgreSQL', () => {
  let ledger: SameLedger;

  before(async () => {
    const [sample] = fc.sample(drafts, { numRuns: 1, seed: 7 });
    ledger = await openSameLedger([ACCOUNTS[0], ACCOUNTS[1]], sample!);
  });
  after(() => ledger.close());

  it('answer whatever is asked as those in memory do', async () => {
    const { stores, ada, booked } = ledger;
    const requests = fc.record({
      filter: filters,
      newestFirst: fc.boolean(),
      limit: oneOf(1, 3, 20, 60),
      after: fc.option(fc.nat({ max: 59 })),
    });
    let rows = 0;
    const alike = fc.asyncProperty(requests, async ({ after, ...asked }) => {
      const place = after === null ? null : { date: booked[after]!.fields.date, id: booked[after]!.id };
      const request: OperationPageRequest = { ...asked, after: place };
      const [memory, postgres] = await Promise.all(stores.map((store) => store.operations.page(ada.user.id, request)));
      expect(postgres).to.deep.equal(memory);
      rows += memory!.rows.length;
    });
    await fc.assert(alike, { numRuns: 400 });
    expect(rows, 'the rows that were compared').to.be.above(400);
  });
});
