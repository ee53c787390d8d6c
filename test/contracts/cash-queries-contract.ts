import { expect } from 'chai';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { anOperationDraft, LATER } from '#test/domain/builders.ts';
import { anAccountOf, anOperationOf, bookAll, changeOf, deletionOf, ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every CashQueries does. */
export function cashQueriesContract(adapter: string, open: OpenStore): void {
  describe(`The cash queries (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const book = async (...drafts: OperationDraft[]) => {
      const operations = drafts.map((draft) => anOperationOf(ada, anOperationDraft(draft)));
      await bookAll(store, operations);
      return operations;
    };
    const deposit = (payment: string, currency = 'USD'): OperationDraft => ({
      ...{ type: 'deposit', figi: null, instrumentType: null, quantity: null, price: null, fee: null },
      payment,
      currency,
    });
    const balances = async (accountIds: readonly string[] | null = null, { user } = ada) =>
      (await store.cash.list(user.id, accountIds)).map(({ balance, currency }) => `${balance} ${currency}`);

    it('have nothing where no operation names a currency', async () => {
      expect(await balances()).to.deep.equal([]);
      await book({ type: 'split', quantity: null, price: null, currency: null, fee: null, ratio: '2:1' });
      expect(await balances()).to.deep.equal([]);
    });

    it('have the exact sum of what comes in and goes out', async () => {
      await book(
        deposit('12345678901234567890.000000000000000001'),
        deposit('0.1'),
        deposit('0.2'),
        { quantity: '3', price: '0.1', fee: '0.05', accruedInterest: '0.01' },
        { type: 'sell', quantity: '1', price: '1', fee: '0.5', feeCurrency: 'EUR' },
      );
      expect(await balances()).to.deep.equal(['-0.5 EUR', '12345678901234567890.940000000000000001 USD']);
    });

    it('have a balance of nothing where all that came in has gone, and none where nothing is left that tells of it', async () => {
      const [first, second] = await book(deposit('5'), { ...deposit('-5'), type: 'withdrawal' });
      expect(await balances()).to.deep.equal(['0 USD']);
      for (const operation of [first, second])
        if (operation)
          await store.unitOfWork.run(({ operations }) => operations.delete(operation, deletionOf(operation, LATER)));
      expect(await balances()).to.deep.equal([]);
    });

    it('follow an operation that comes to be of another account, currency and sum', async () => {
      const second = anAccountOf(ada.user);
      await store.unitOfWork.run(({ accounts }) => accounts.save(second));
      const [operation] = await book(deposit('5'), deposit('1'));
      const changed = operation?.change({ accountId: second.id, currency: 'CHF', payment: '7' }, LATER);
      if (operation === undefined || changed === undefined) throw new Error('It was booked.');
      await store.unitOfWork.run(({ operations }) => operations.save(changed, changeOf(operation, changed)));
      expect(await store.cash.list(ada.user.id, null)).to.deep.equal([
        { account_id: ada.account.id, currency: 'USD', balance: '1' },
        { account_id: second.id, currency: 'CHF', balance: '7' },
      ]);
    });

    it('are those of the accounts that are asked for, in the order of account and currency', async () => {
      const second = anAccountOf(ada.user);
      await store.unitOfWork.run(({ accounts }) => accounts.save(second));
      await book(
        { ...deposit('4', 'EUR'), accountId: second.id },
        deposit('3'),
        deposit('2', 'BTC'),
        deposit('1', '1INCH'),
      );
      const [first, other] = [['1 1INCH', '2 BTC', '3 USD'], ['4 EUR']];
      expect(await balances()).to.deep.equal([...first, ...other]);
      expect(await balances([second.id])).to.deep.equal(other);
      expect(await balances([second.id, ada.account.id])).to.deep.equal([...first, ...other]);
      for (const none of [[], [ids.next()]]) expect(await balances(none)).to.deep.equal([]);
    });

    it('are another owner’s for another owner', async () => {
      await book(deposit('5'));
      const bea = await settle(store);
      expect(await balances(null, bea)).to.deep.equal([]);
      expect(await balances([ada.account.id], bea)).to.deep.equal([]);
    });
  });
}
