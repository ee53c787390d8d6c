import { expect } from 'chai';
import type { InstrumentAlias } from '#domain/ledger/instrument-alias.ts';
import { LATER, NOW } from '#test/domain/builders.ts';
import { type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every AliasRepository does. What comes of it for positions is told where those are. */
export function aliasRepositoryContract(adapter: string, open: OpenStore): void {
  describe(`The alias repository (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const anAlias = (alias: string, overrides: Partial<InstrumentAlias> = {}): InstrumentAlias => ({
      userId: ada.user.id,
      alias,
      instrument: 'BBG000B9XRY4',
      name: null,
      createdAt: NOW,
      ...overrides,
    });
    const save = (alias: InstrumentAlias) => store.unitOfWork.run(({ aliases }) => aliases.save(alias));
    const remove = (alias: InstrumentAlias) => store.unitOfWork.run(({ aliases }) => aliases.delete(alias));
    const list = ({ user } = ada) => store.unitOfWork.run(({ aliases }) => aliases.listForChange(user.id));

    it('lists those of the user as they were saved, and no one else’s', async () => {
      const bea = await settle(store);
      const mine = [anAlias('AAPL', { name: 'Äpfel & "Birnen"' }), anAlias('APC.DE'), anAlias('US0378331005')];
      const hers = anAlias('AAPL', { userId: bea.user.id, instrument: 'OTHER' });
      for (const alias of [...mine, hers]) await save(alias);
      expect(await list()).to.have.deep.members(mine);
      expect(await list(bea)).to.deep.equal([hers]);
    });

    it('has one of each name: what is saved takes its place, and is as old as the first', async () => {
      await save(anAlias('AAPL', { name: 'Apple' }));
      await save(anAlias('AAPL', { instrument: 'US0378331005', createdAt: LATER }));
      expect(await list()).to.deep.equal([anAlias('AAPL', { instrument: 'US0378331005' })]);
    });

    it('deletes the one, of that user', async () => {
      const bea = await settle(store);
      const [mine, hers] = [anAlias('AAPL'), anAlias('AAPL', { userId: bea.user.id })];
      for (const alias of [mine, hers, anAlias('APC')]) await save(alias);
      await remove(mine);
      await remove(mine);
      expect(await list()).to.deep.equal([anAlias('APC')]);
      expect(await list(bea)).to.deep.equal([hers]);
    });

    it('lets nobody add one beside somebody who has listed them', async () => {
      const addAfterLooking = (alias: string) =>
        store.unitOfWork.run(async ({ aliases }) => {
          const { length } = await aliases.listForChange(ada.user.id);
          await aliases.save(anAlias(alias, { name: `after ${length}` }));
        });
      await Promise.all(['A', 'B', 'C', 'D', 'E'].map(addAfterLooking));
      const names = (await list()).map(({ name }) => name).sort();
      expect(names).to.deep.equal([0, 1, 2, 3, 4].map((length) => `after ${length}`));
    });
  });
}
