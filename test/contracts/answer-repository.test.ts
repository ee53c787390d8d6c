import { expect } from 'chai';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { answerRepositoryContract } from './answer-repository-contract.ts';
import { anAnswer, settle } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { untilSomebodyWaits } from './until.ts';

answerRepositoryContract('memory', openMemoryStore);
answerRepositoryContract('PostgreSQL', openPostgresStore);

describe('The answer repository in PostgreSQL', () => {
  let store: PostgresStore;

  before(async () => {
    store = await openPostgresStore();
  });
  after(() => store.close());

  /** Claims, holds the key until it is told to end, and fails then if it is told so. */
  const claimAndHold = (answer: ReturnType<typeof anAnswer>) => {
    const held = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    const work = store.unitOfWork.run(async ({ answers }) => {
      await answers.claim(answer);
      held.resolve();
      await over.promise;
    });
    return { held: held.promise, end: over.resolve, fail: over.reject, work };
  };
  const claim = (answer: ReturnType<typeof anAnswer>) => store.unitOfWork.run(({ answers }) => answers.claim(answer));

  it('says that a request runs still when its key is held for too long', async () => {
    const { user } = await settle(store);
    const { held, end, work } = claimAndHold(anAnswer(user, 'key'));
    await held;
    expect(await refusalCodeOf(claim(anAnswer(user, 'key')))).to.equal('IDEMPOTENCY_IN_PROGRESS');
    end();
    await work;
  });

  it('waits for a request that runs still, and gives its answer', async () => {
    const { user } = await settle(store);
    const { held, end, work } = claimAndHold(anAnswer(user, 'key', { answer: 'first' }));
    await held;
    const waiting = claim(anAnswer(user, 'key', { answer: 'second' }));
    await untilSomebodyWaits(store.sql);
    end();
    await work;
    expect(await waiting).to.equal('first');
  });

  it('waits for a request that runs still, and takes the key when that one fails', async () => {
    const { user } = await settle(store);
    const { held, fail, work } = claimAndHold(anAnswer(user, 'key', { request: 'one' }));
    await held;
    const waiting = claim(anAnswer(user, 'key', { request: 'two' }));
    await untilSomebodyWaits(store.sql);
    fail(new Error('given up'));
    await work.catch(() => {});
    expect(await waiting).to.equal(null);
  });
});
