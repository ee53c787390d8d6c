import { expect } from 'chai';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { anOperationDraft } from '#test/domain/builders.ts';
import { operationJournalContract } from './operation-journal-contract.ts';
import { anAnswer, anOperationOf, book, settle } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';

operationJournalContract('memory', openMemoryStore);
operationJournalContract('PostgreSQL', openPostgresStore);

describe('The operation journal in PostgreSQL', () => {
  let store: PostgresStore;

  before(async () => {
    store = await openPostgresStore();
  });
  after(() => store.close());

  it('says that a request runs still while a transaction holds its key, and books once the key is free again', async () => {
    const ada = await settle(store);
    const answer = anAnswer(ada.user, 'key');
    const operation = anOperationOf(ada, anOperationDraft());
    const given = new Error('given up');
    const holding = store.unitOfWork.run(async ({ answers }) => {
      await answers.claim(answer);
      expect(await refusalCodeOf(book(store, operation, answer))).to.equal('IDEMPOTENCY_IN_PROGRESS');
      throw given;
    });
    expect(await holding.catch((error: unknown) => error)).to.equal(given);
    expect(await book(store, operation, answer)).to.equal(null);
  });
});
