import { expect } from 'chai';
import fc from 'fast-check';
import type { PositionsRequest } from '#application/ports/positions.ts';
import { cutAfter } from '#domain/ledger/cut.ts';
import { FEE_VIEWS } from '#domain/ledger/lot.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { LATER, NOW } from '#test/domain/builders.ts';
import { WHOLE, walked } from './position-pages.ts';
import { positionsContract } from './positions-contract.ts';
import { aNewUser, anAccountOf, anOperationOf, book, changeOf, deletionOf, moveIn, type Settler } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';
import type { Store } from './stores/store.ts';

positionsContract('memory', openMemoryStore);
positionsContract('PostgreSQL', openPostgresStore);

const oneOf = fc.constantFrom;
const NAMES = ['BBG000B9XRY4', 'US0378331005', 'AAPL', 'BRK.B'] as const;
const names = oneOf(...NAMES).map((name): OperationDraft => {
  if (name.startsWith('BBG')) return { figi: name };
  return name.startsWith('US') ? { isin: name } : { symbol: name };
});
const dates = fc
  .tuple(fc.nat({ max: 12 }), oneOf('', 'T00:00:00Z', 'T12:00:00Z'))
  .map(([day, time]) => `2024-01-${String(day + 1).padStart(2, '0')}${time}`);
const amounts = fc.integer({ min: 1, max: 9_999 }).map((cents) => (cents / 100).toFixed(2));

/** What somebody may do with an operation, or with one of those that are there. */
const drafts: fc.Arbitrary<OperationDraft> = fc
  .record({
    type: oneOf(
      'buy',
      'buy',
      'sell',
      'sell',
      'split',
      'dividend',
      'transfer_in',
      'transfer_out',
      'amortisation',
      'redemption',
      'fee',
    ),
    quantity: amounts,
    price: amounts,
    payment: amounts,
    fee: fc.option(amounts),
    feeCurrency: oneOf('USD', 'EUR'),
    currency: oneOf('USD', 'USD', 'EUR'),
    ratio: oneOf('2:1', '1:3', '3:2'),
    date: dates,
    isInSecond: fc.boolean(),
    name: names,
  })
  .map(({ type, isInSecond: _, name, ratio, fee, payment, ...rest }) => ({
    ...rest,
    ...name,
    type,
    fee,
    payment: ['dividend', 'amortisation', 'redemption', 'fee'].includes(type) ? payment : null,
    ratio: type === 'split' ? ratio : null,
  }));
const deeds = fc.array(
  fc.oneof(
    { arbitrary: fc.record({ deed: fc.constant('record' as const), draft: drafts, second: fc.boolean() }), weight: 6 },
    { arbitrary: fc.record({ deed: fc.constant('change' as const), which: fc.nat(), draft: drafts }), weight: 2 },
    fc.record({ deed: fc.constant('delete' as const), which: fc.nat() }),
    fc.record({ deed: fc.constant('alias' as const), alias: oneOf(...NAMES), to: oneOf(...NAMES) }),
    fc.record({ deed: fc.constant('forget' as const), alias: oneOf(...NAMES) }),
    { arbitrary: fc.record({ deed: fc.constant('look' as const), day: fc.nat({ max: 13 }) }), weight: 2 },
  ),
  { minLength: 5, maxLength: 30 },
);
type Deed = typeof deeds extends fc.Arbitrary<(infer Each)[]> ? Each : never;

describe('Positions that are kept', () => {
  let stores: readonly [Store, Store];

  before(async () => {
    stores = [await openMemoryStore(), await openPostgresStore()];
  });
  after(() => Promise.all(stores.map((store) => store.close())));

  it('are those that are reckoned from the beginning, whatever comes in whichever order, and whenever somebody looks', async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(deeds, fc.integer({ min: 1, max: 7 }), async (all, pageLength) => {
        const user = aNewUser();
        const ada = { user, account: anAccountOf(user) };
        const second = anAccountOf(user);
        for (const store of stores) {
          await moveIn(store, ada);
          await store.unitOfWork.run(({ accounts }) => accounts.save(second));
        }
        const world = new World(stores, ada, second.id, pageLength);
        for (const deed of all) await world.do(deed);
        await world.compare(null);
      }),
      { numRuns: 15 },
    );
  });
});

describe('A long history', () => {
  let stores: readonly [Store, Store];

  before(async () => {
    stores = [await openMemoryStore(), await openPostgresStore()];
  });
  after(() => Promise.all(stores.map((store) => store.close())));

  it('is reckoned anew from the date of a change on, and comes to the same', async function () {
    this.timeout(60_000);
    const user = aNewUser();
    const ada = { user, account: anAccountOf(user) };
    for (const store of stores) await moveIn(store, ada);
    const drafts = Array.from({ length: 1_300 }, (_, place) => ({
      type: place % 3 === 2 ? 'sell' : 'buy',
      symbol: 'LONG',
      quantity: String(1 + (place % 7)),
      price: String(10 + (place % 11)),
      fee: '0.1',
      currency: 'USD',
      date: new Date(Date.UTC(2020, 0, 1) + Math.floor(place / 2) * 86_400_000).toISOString(),
    }));
    const operations = drafts.map((draft) => anOperationOf(ada, draft));
    for (const operation of operations) for (const store of stores) await book(store, operation);
    const request: PositionsRequest = { accountIds: null, instrument: null, fees: 'capitalised', cut: null };
    const compare = async () => {
      const [memory, postgres] = await Promise.all(
        stores.map(({ positions }) => positions.list(user.id, request, WHOLE)),
      );
      expect(postgres).to.deep.equal(memory);
    };
    await compare();
    for (const place of [1_299, 700, 20, 1_000]) {
      const operation = operations[place];
      if (operation === undefined) throw new Error('It was booked.');
      for (const { unitOfWork } of stores)
        await unitOfWork.run((repositories) => repositories.operations.delete(operation, deletionOf(operation, LATER)));
      await compare();
    }
    const changed = operations[900]?.change({ quantity: '50', date: '2020-01-05T00:00:00Z' }, LATER);
    if (changed === undefined) throw new Error('It was booked.');
    for (const { unitOfWork } of stores)
      await unitOfWork.run((repositories) => repositories.operations.save(changed, changeOf(changed, changed)));
    await compare();
  });
});

/** The same is done in both stores. */
class World {
  readonly #stores: readonly [Store, Store];
  readonly #ada: Settler;
  readonly #secondAccount: string;
  readonly #pageLength: number;
  readonly #operations: Operation[] = [];

  constructor(stores: readonly [Store, Store], ada: Settler, secondAccount: string, pageLength: number) {
    this.#pageLength = pageLength;
    this.#stores = stores;
    this.#ada = ada;
    this.#secondAccount = secondAccount;
  }

  async do(deed: Deed): Promise<void> {
    if (deed.deed === 'record') return this.#record(deed.draft, deed.second);
    if (deed.deed === 'look') return this.compare(deed.day);
    if (deed.deed === 'alias') return this.#alias(deed.alias, deed.to);
    if (deed.deed === 'forget') return this.#forget(deed.alias);
    const place = deed.which % Math.max(1, this.#operations.length);
    const operation = this.#operations[place];
    if (operation === undefined) return;
    if (deed.deed === 'delete') {
      this.#operations.splice(place, 1);
      for (const { unitOfWork } of this.#stores)
        await unitOfWork.run(({ operations }) => operations.delete(operation, deletionOf(operation, LATER)));
      return;
    }
    const changed = operation.replace(this.#ada.account.id, deed.draft, LATER);
    if (changed === operation) return;
    this.#operations[place] = changed;
    for (const { unitOfWork } of this.#stores)
      await unitOfWork.run(({ operations }) => operations.save(changed, changeOf(operation, changed)));
  }

  async compare(day: number | null): Promise<void> {
    const [memory, postgres] = this.#stores;
    const { id } = this.#ada.user;
    const cut = day === null ? null : cutAfter({ at: new Date(Date.UTC(2024, 0, day)), precision: 'day' }, 'UTC');
    for (const fees of FEE_VIEWS)
      for (const each of day === null ? [null] : [cut, null]) {
        const request: PositionsRequest = { accountIds: null, instrument: null, fees, cut: each };
        const whole = await walked(memory.positions, id, request, WHOLE.limit);
        expect(await walked(postgres.positions, id, request, WHOLE.limit)).to.deep.equal(whole);
        for (const { positions } of this.#stores)
          expect(await walked(positions, id, request, this.#pageLength)).to.deep.equal(whole);
      }
    expect(await postgres.cash.list(id, null)).to.deep.equal(await memory.cash.list(id, null));
    const counted = async ({ instruments }: Store) =>
      (await instruments.list(id, null)).map(({ instrument, operations }) => [instrument, operations]);
    expect(await counted(postgres)).to.deep.equal(await counted(memory));
  }

  async #record(draft: OperationDraft, isInSecond: boolean): Promise<void> {
    const accountId = isInSecond ? this.#secondAccount : this.#ada.account.id;
    const operation = anOperationOf(this.#ada, { ...draft, accountId });
    this.#operations.push(operation);
    for (const store of this.#stores) await book(store, operation);
  }

  async #alias(alias: string, instrument: string): Promise<void> {
    const userId = this.#ada.user.id;
    for (const { unitOfWork } of this.#stores)
      await unitOfWork.run(async ({ aliases }) => {
        const others = (await aliases.listForChange(userId)).filter((other) => other.alias !== alias);
        const isChain = others.some((other) => other.alias === instrument || other.instrument === alias);
        if (alias !== instrument && !isChain)
          await aliases.save({ userId, alias, instrument, name: null, createdAt: NOW });
      });
  }

  async #forget(name: string): Promise<void> {
    for (const { unitOfWork } of this.#stores)
      await unitOfWork.run(async ({ aliases }) => {
        const known = (await aliases.listForChange(this.#ada.user.id)).find(({ alias }) => alias === name);
        if (known) await aliases.delete(known);
      });
  }
}
