import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import type { ImportWork } from '#application/imports/import-work.ts';
import { CommitImport, UndoImport } from '#application/imports/settle-import.ts';
import { aBlotter, anActor, type Blotter } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { booked } from '#test/application/ledger/booked.ts';
import { aBuy, ImportOffice, ownFile } from './import-office.ts';

const FILE = ownFile(aBuy('1', '11'), aBuy('', '12'), aBuy('', '12'), 'buy,AAPL,one,13,USD,2026-11-20,,');

describe('To settle an import', () => {
  let blotter: Blotter;
  let ada: Acting;
  let office: ImportOffice;

  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    office = new ImportOffice(blotter, ada);
  });

  const BOOKED = ['Main 11', 'Main 12', 'Main 12'];

  it('does nothing with one that is gone, is somebody else’s, or is not in that state', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    const theirs = new ImportOffice(blotter, bea);
    const handed = await theirs.bring(FILE);
    await blotter.changeImport.commit(bea, handed.id, null);
    const draft = await office.bring(FILE);
    const run = { userId: ada.userId, id: countedId(999), run: 1 };
    const works: readonly ImportWork[] = [
      new CommitImport(blotter.imports, blotter.importLedger, blotter.clock),
      new UndoImport(blotter.imports, blotter.importLedger, blotter.clock),
    ];
    for (const importId of [countedId(998), handed.id, draft.id])
      for (const work of works) {
        const step = { run, importId, progress: async () => {}, signal: new AbortController().signal };
        expect(await work.execute(step)).to.equal(null);
      }
    expect(await office.ledger()).to.deep.equal([]);
    expect(await office.find(draft.id)).to.deep.equal(draft);
  });

  it('books all rows that are new, and tells how many of which there were', async () => {
    const { id } = await office.bring(FILE);
    const counts = { rows: 4, new: 3, same: 0, doubtful: 0, error: 1, ignored: 0 };
    expect(await office.commit(id)).to.deep.equal({ created: 3, ...counts });
    expect(await office.find(id)).to.deep.include({ state: 'committed', counts });
    expect(await office.ledger()).to.deep.equal(BOOKED);
    const { rows } = await blotter.listOperations.execute(ada, {
      ...{ filter: {}, newestFirst: false, limit: 9, after: null },
    });
    for (const row of rows) expect(row.created_at).to.equal(blotter.clock.now().toISOString());
  });

  it('tells the same when nobody was left to say that it is booked', async () => {
    const { id } = await office.bring(FILE);
    const first = await office.commit(id);
    const { jobId } = await office.find(id);
    const run = { userId: ada.userId, id: jobId ?? '', run: 2 };
    const step = { run, importId: id, progress: async () => {}, signal: new AbortController().signal };
    const again = new CommitImport(blotter.imports, blotter.importLedger, blotter.clock);
    expect(await again.execute(step)).to.deep.equal(first);
    expect(await office.ledger()).to.deep.equal(BOOKED);
  });

  it('books the same file once, however often it comes', async () => {
    for (const created of [3, 0, 0]) expect(await office.commit((await office.bring(FILE)).id)).to.include({ created });
    expect(await office.ledger()).to.deep.equal(BOOKED);
  });

  it('books the same file once, be it that both drafts were there before', async () => {
    const [first, second] = [await office.bring(FILE), await office.bring(FILE)];
    expect(await office.commit(first.id)).to.include({ created: 3 });
    expect(await office.commit(second.id)).to.include({ created: 0 });
    expect(await office.undo(second.id)).to.deep.equal({ removed: 0 });
    expect(await office.ledger()).to.deep.equal(BOOKED);
  });

  it('books of a file that overlaps only what is new', async () => {
    await office.commit((await office.bring(FILE)).id);
    const { id } = await office.bring(`${FILE}\n${aBuy('2', '14')}`);
    expect(await office.commit(id)).to.include({ created: 1, same: 3 });
    expect(await office.ledger()).to.deep.equal([...BOOKED, 'Main 14']);
  });

  it('leaves what is in the ledger under the same id with another content', async () => {
    await booked(blotter, ada, { price: '99', source: 'broker', externalId: '1' });
    const { id } = await office.bring(FILE);
    expect(await office.commit(id)).to.include({ created: 2, doubtful: 1 });
    expect(await office.ledger()).to.have.members(['Main 99', 'Main 12', 'Main 12']);
  });

  it('takes all of it back, changed or not, with the accounts that it opened', async () => {
    await booked(blotter, ada);
    const before = await office.ledger();
    const file =
      'account,type,symbol,quantity,price,currency,date\nMain,buy,A,1,11,USD,2026-11-20\nNew,buy,A,1,12,USD,2026-11-20\n';
    const { id } = await office.bring(file);
    await office.commit(id);
    expect(await office.ledger()).to.have.members([...before, 'Main 11', 'New 12']);
    const { rows } = await blotter.findImport.rows(ada, id, { state: 'new', after: 0, limit: 1 });
    await blotter.changeOperation.execute(ada, rows[0]?.operations[0]?.id ?? '', { price: '7' }, 'any');
    expect(await office.undo(id)).to.deep.equal({ removed: 2 });
    expect(await office.ledger()).to.deep.equal(before);
    expect((await blotter.listAccounts.execute(ada, { limit: 9, after: null })).rows).to.have.length(1);
    expect((await office.find(id)).state).to.equal('undone');
  });

  it('lets the same file come again after an undo', async () => {
    const { id } = await office.bring(FILE);
    await office.commit(id);
    await office.undo(id);
    expect(await office.commit((await office.bring(FILE)).id)).to.include({ created: 3 });
    expect(await office.ledger()).to.deep.equal(BOOKED);
  });
});
