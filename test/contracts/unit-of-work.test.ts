import { expect } from 'chai';
import { anAccountOf, ids, settle } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';
import { unitOfWorkContract } from './unit-of-work-contract.ts';

unitOfWorkContract('memory', openMemoryStore);
unitOfWorkContract('PostgreSQL', openPostgresStore);

describe('A unit of work on PostgreSQL', () => {
  it('that a deadlock has undone is done again', async () => {
    const store = await openPostgresStore();
    try {
      const ada = await settle(store);
      const other = anAccountOf(ada.user, { name: 'Other' });
      await store.unitOfWork.run(({ accounts }) => accounts.save(other));
      const both = [ada.account.id, other.id];
      const together = Promise.withResolvers<void>();
      let holding = 0;
      let begun = 0;
      const lockIn = (order: readonly string[]) =>
        store.unitOfWork.run(async ({ accounts }) => {
          begun += 1;
          for (const id of order) {
            await accounts.find(ada.user.id, id);
            holding += 1;
            if (holding === 2) together.resolve();
            await together.promise;
          }
          return ids.next();
        });
      const done = await Promise.all([lockIn(both), lockIn(both.toReversed())]);
      expect(new Set(done)).to.have.length(2);
      expect(begun).to.equal(3);
    } finally {
      await store.close();
    }
  });
});
