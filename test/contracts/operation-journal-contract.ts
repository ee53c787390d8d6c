import { expect } from 'chai';
import { operationRow } from '#application/ledger/operation-row.ts';
import { changesBetween } from '#domain/ledger/operation-changes.ts';
import { refusalCodeOf, refusalOf } from '#test/application/refusals.ts';
import { anOperationDraft, NOW } from '#test/domain/builders.ts';
import { anAccountOf, anAnswer, anOperationOf, book, creationOf, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

const HOUR = 3_600_000;

/** What every OperationJournal does. */
export function operationJournalContract(adapter: string, open: OpenStore): void {
  describe(`The operation journal (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const aBuy = (draft = {}, owner = ada) => anOperationOf(owner, anOperationDraft(draft));
    const rowOf = ({ id }: { id: string }, owner = ada) => store.operations.find(owner.user.id, id);
    const historyOf = async ({ id }: { id: string }) =>
      (await store.operations.history(ada.user.id, id, { limit: 10, afterVersion: 0 })).rows;

    it('refuses an account of somebody else as if there were none, and writes nothing', async () => {
      const bea = await settle(store);
      const foreign = aBuy({ accountId: bea.account.id });
      const unknown = aBuy({ accountId: ada.user.id });
      const answer = anAnswer(ada.user, 'key');
      const refusals = [await refusalOf(book(store, foreign, answer)), await refusalOf(book(store, unknown, answer))];
      expect(refusals.map(({ code, message }) => [code, message])).to.deep.equal([
        ['NOT_FOUND', 'There is no such account.'],
        ['NOT_FOUND', 'There is no such account.'],
      ]);
      expect([await rowOf(foreign), await rowOf(foreign, bea), await historyOf(foreign)]).to.deep.equal([
        null,
        null,
        [],
      ]);
      expect(await book(store, aBuy(), answer)).to.equal(null);
    });

    for (const source of ['broker', null]) {
      it(`refuses a taken external id of ${source ?? 'no'} source, tells whose it is, and writes nothing`, async () => {
        const first = aBuy({ source, externalId: '42' });
        await book(store, first);
        const second = aBuy({ source, externalId: '42', quantity: '2' });
        const answer = anAnswer(ada.user, 'key');
        for (const repeatable of [null, answer]) {
          const { code, facts } = await refusalOf(book(store, second, repeatable));
          expect([code, facts]).to.deep.equal(['ALREADY_EXISTS', { id: first.id }]);
        }
        expect([await rowOf(second), await historyOf(second)]).to.deep.equal([null, []]);
        expect(await book(store, aBuy(), answer), 'its key is free').to.equal(null);
      });
    }

    it('takes the same external id from another source, without a source, in another account and of another user', async () => {
      const bea = await settle(store);
      const second = await settleSecondAccount(store, ada);
      const same = [
        aBuy({ source: 'a', externalId: '42' }),
        aBuy({ source: 'b', externalId: '42' }),
        aBuy({ externalId: '42' }),
        aBuy({ source: 'a', externalId: '42', accountId: second }),
        aBuy({ source: 'a', externalId: '42' }, bea),
        aBuy({ source: 'a' }),
        aBuy({ source: 'a' }),
      ];
      for (const operation of same) expect(await book(store, operation)).to.equal(null);
    });

    it('books one of two operations that bring the same external id at once', async () => {
      const rivals = [aBuy({ externalId: '7' }), aBuy({ externalId: '7' })];
      const ends = await Promise.allSettled(rivals.map((operation) => book(store, operation)));
      const winner = rivals.find((_, index) => ends[index]?.status === 'fulfilled');
      const reasons = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason.facts);
      expect(reasons).to.deep.equal([{ id: winner?.id }]);
    });

    it('books an operation with the first line of its history', async () => {
      const operation = aBuy({ note: 'ünï ☃', tags: ['a,b', '{"c"}'], source: "d'e", externalId: '$1' });
      expect(await book(store, operation)).to.equal(null);
      expect(await rowOf(operation)).to.deep.equal(operationRow(operation));
      expect(await historyOf(operation)).to.deep.equal([
        {
          version: 1,
          action: 'created',
          changed_by: ada.user.id,
          changed_at: NOW.toISOString(),
          changes: changesBetween(null, operation),
        },
      ]);
    });

    it('gives the first answer again, byte for byte, and books nothing more', async () => {
      const answer = '{ "note" : "ünï ☃ \\u0000 \\"quoted\\"",\n\t"quantity": "1.50" }  ';
      const [first, again] = [aBuy(), aBuy()];
      expect(await book(store, first, anAnswer(ada.user, 'key', { answer }))).to.equal(null);
      expect(await book(store, again, anAnswer(ada.user, 'key', { answer: 'another' }))).to.equal(answer);
      expect([await rowOf(again), await historyOf(again)]).to.deep.equal([null, []]);
    });

    it('gives the first answer again also when the repetition could not be booked any more', async () => {
      const answer = anAnswer(ada.user, 'key');
      await book(store, aBuy({ externalId: '1' }), answer);
      expect(await book(store, aBuy({ externalId: '1' }), answer)).to.equal(answer.answer);
      expect(await book(store, aBuy({ accountId: ada.user.id }), answer)).to.equal(answer.answer);
    });

    it('refuses a key that was used for another request, and books nothing', async () => {
      await book(store, aBuy(), anAnswer(ada.user, 'key', { request: 'one' }));
      const other = aBuy();
      const attempt = book(store, other, anAnswer(ada.user, 'key', { request: 'two' }));
      expect(await refusalCodeOf(attempt)).to.equal('IDEMPOTENCY_MISMATCH');
      expect(await rowOf(other)).to.equal(null);
    });

    it('knows a key for each user and each spelling', async () => {
      const bea = await settle(store);
      await book(store, aBuy(), anAnswer(ada.user, 'key'));
      expect(await book(store, aBuy({}, bea), anAnswer(bea.user, 'key'))).to.equal(null);
      expect(await book(store, aBuy(), anAnswer(ada.user, 'KEY'))).to.equal(null);
    });

    it('lets a key go after 24 hours, and not a millisecond before', async () => {
      const at = (milliseconds: number, answer: string) =>
        anAnswer(ada.user, 'key', { at: new Date(NOW.getTime() + milliseconds), answer, request: answer });
      await book(store, aBuy(), at(0, 'first'));
      const early = book(store, aBuy(), at(24 * HOUR - 1, 'early'));
      expect(await refusalCodeOf(early)).to.equal('IDEMPOTENCY_MISMATCH');
      expect(await book(store, aBuy(), at(24 * HOUR, 'second'))).to.equal(null);
      expect(await book(store, aBuy(), at(24 * HOUR + 1, 'second'))).to.equal('second');
    });

    for (const age of [0, 25 * HOUR]) {
      it(`books once of 50 at once with one key ${age ? 'that an old request used' : 'that is new'}`, async () => {
        if (age) await book(store, aBuy(), anAnswer(ada.user, 'key', { at: new Date(NOW.getTime() - age) }));
        const rivals = Array.from({ length: 50 }, () => aBuy());
        const said = await Promise.all(
          rivals.map((operation) => book(store, operation, anAnswer(ada.user, 'key', { answer: operation.id }))),
        );
        const booked = rivals.filter((_, index) => said[index] === null).map(({ id }) => id);
        expect(booked).to.have.length(1);
        expect(new Set(said)).to.deep.equal(new Set([null, ...booked]));
        const { rows } = await store.operations.page(ada.user.id, {
          filter: {},
          newestFirst: true,
          limit: 200,
          after: null,
        });
        expect(rows).to.have.length(age ? 2 : 1);
      });
    }

    it('leaves a key that could not be booked with to the next request', async () => {
      const answer = anAnswer(ada.user, 'key');
      const refused = aBuy({ accountId: ada.user.id });
      expect(await refusalCodeOf(store.journal.record(refused, creationOf(refused), answer))).to.equal('NOT_FOUND');
      const other = anAnswer(ada.user, 'key', { request: 'another' });
      expect(await book(store, aBuy(), other)).to.equal(null);
    });
  });
}

async function settleSecondAccount({ unitOfWork }: Store, { user }: Settler): Promise<string> {
  const second = anAccountOf(user, { name: 'Second' });
  await unitOfWork.run(({ accounts }) => accounts.save(second));
  return second.id;
}
