import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import { ReadImport } from '#application/imports/read-import.ts';
import type { RunId } from '#application/jobs/job.ts';
import { LockLost } from '#application/ports/job-runs.ts';
import { aBlotter, anActor, type Blotter, doneOf } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { booked } from '#test/application/ledger/booked.ts';
import { workOff } from '#test/application/work-off.ts';
import { digest } from './chunks.ts';
import { ASKING, aBuy, ImportOffice, ownFile } from './import-office.ts';

const UNKEYED = aBuy('');

describe('To read an import', () => {
  let blotter: Blotter;
  let ada: Acting;
  let office: ImportOffice;

  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    office = new ImportOffice(blotter, ada);
  });

  /** By hand, so that one sees how far it comes; it is no run of a job, so what it comes to does not count. */
  const read = (importId: string, { signal = new AbortController().signal, told = [] as number[] } = {}) => {
    const { importFiles: files, importLedger: ledger } = blotter;
    const run: RunId = { userId: ada.userId, id: countedId(999), run: 1 };
    const progress = async (part: number) => {
      told.push(part);
    };
    return new ReadImport({ ...blotter, files, ledger, digest }).execute({ run, importId, progress, signal });
  };

  it('does nothing with one that is gone, is somebody else’s, or was read', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    const theirs = doneOf(await new ImportOffice(blotter, bea).start(ownFile(aBuy('1'))));
    const draft = await office.bring(ownFile(aBuy('1')));
    const told: number[] = [];
    for (const id of [countedId(998), theirs.id, draft.id]) expect(await read(id, { told })).to.equal(null);
    expect(told).to.deep.equal([]);
    expect(await office.find(draft.id)).to.deep.equal(draft);
  });

  it('stops when it is told to, and leaves the import as it was', async () => {
    const file = doneOf(await office.start(ownFile(aBuy('1'))));
    const reason = new Error('The worker stops.');
    expect(await read(file.id, { signal: AbortSignal.abort(reason) }).catch((error: unknown) => error)).to.equal(
      reason,
    );
    expect(await office.find(file.id)).to.deep.equal(file);
    await workOff(blotter);
    expect(await office.states(file.id)).to.deep.equal(['1 new']);
  });

  it('says of a file that cannot be read why, and has no rows of it', async () => {
    const file = await office.bring('type,price\nbuy,\0\n');
    expect(file).to.include({ state: 'failed', counts: null });
    expect(file.inspection?.problem).to.include({ code: 'NUL_CHARACTER', line: 2 });
    expect(await office.states(file.id)).to.deep.equal([]);
  });

  it('tells how far it is, from the beginning to the end', async () => {
    const { id } = doneOf(await office.start(ownFile(aBuy('1'))));
    const told: number[] = [];
    expect(await read(id, { told }).catch((error: unknown) => error)).to.be.instanceOf(LockLost);
    expect(told).to.deep.equal([0.3, 1]);
  });

  it('finds out how it is read, and asks what it cannot find out', async () => {
    const { inspection, counts } = await office.bring(ASKING);
    expect(inspection?.mapping).to.include({ delimiter: ';', decimal: ',', dateOrder: null });
    expect(inspection?.questions.map(({ about }) => about)).to.deep.equal(['dateOrder']);
    expect(counts).to.include({ rows: 1, error: 1 });
  });

  it('takes times that name no zone for those of the one who brings it', async () => {
    await blotter.changeProfile.execute(ada, { timeZone: 'Asia/Tokyo' }, ada.client.address ?? '');
    const file = 'Date,Type,ISIN,Quantity,Price,Currency\n2026-11-24 09:00:00,Buy,US0378331005,1,10,USD\n';
    const { id } = await office.bring(file);
    const { rows } = await blotter.findImport.rows(ada, id, { state: null, after: 0, limit: 9 });
    expect(rows[0]?.operations[0]?.date).to.equal('2026-11-24T00:00:00.000Z');
  });

  it('tells of each row whether the ledger has it, another one, or none, and counts them', async () => {
    await booked(blotter, ada, {
      ...{ figi: null, instrumentType: null, symbol: 'AAPL', quantity: '1', price: '10', fee: null },
      ...{ date: '2026-11-20', source: 'broker', externalId: 'same' },
    });
    await booked(blotter, ada, { source: 'broker', externalId: 'other' });
    const wrong = 'buy,AAPL,one,10,USD,2026-11-20,,';
    const { id, counts } = await office.bring(ownFile(aBuy('same'), aBuy('other'), aBuy('new'), wrong, aBuy('')));
    expect(await office.states(id)).to.deep.equal(['1 same', '2 doubtful', '3 new', '4 error', '5 new']);
    expect(counts).to.deep.equal({ rows: 5, new: 2, same: 1, doubtful: 1, error: 1, ignored: 0 });
    const { rows } = await blotter.findImport.rows(ada, id, { state: 'doubtful', after: 0, limit: 9 });
    expect(rows[0]?.problems.map(({ column, code }) => [column, code])).to.deep.equal([[null, 'DIFFERS']]);
    expect(await office.ledger()).to.have.length(2);
  });

  it('knows what it has not booked yet within one file: a broker’s id that comes twice is one', async () => {
    const { id } = await office.bring(`${ownFile(aBuy('1'), aBuy('1'), aBuy('1', '11'))}\n`);
    expect(await office.states(id)).to.deep.equal(['1 new', '2 same', '3 doubtful']);
    await office.commit(id);
    expect(await office.ledger()).to.deep.equal(['Main 10']);
  });

  it('keeps equal rows without an id apart, in a file as in one that overlaps', async () => {
    const two = await office.bring(ownFile(UNKEYED, UNKEYED));
    await office.commit(two.id);
    const three = await office.bring(ownFile(UNKEYED, UNKEYED, UNKEYED));
    expect(await office.states(three.id)).to.deep.equal(['1 same', '2 same', '3 new']);
  });

  it('takes a row without an id for what somebody has written by hand, once each', async () => {
    const byHand = { figi: null, instrumentType: null, symbol: 'AAPL', quantity: '1', price: '10', fee: null };
    await booked(blotter, ada, { ...byHand, date: '2026-11-20' });
    await booked(blotter, ada, { ...byHand, date: '2026-11-21' });
    const { id } = await office.bring(ownFile(UNKEYED, UNKEYED));
    expect(await office.states(id)).to.deep.equal(['1 same', '2 new']);
  });

  it('looks only into the ledger of the one who brings it', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    const theirs = new ImportOffice(blotter, bea);
    const file = ownFile(aBuy('1'), UNKEYED);
    await theirs.commit((await theirs.bring(file)).id);
    expect(await office.states((await office.bring(file)).id)).to.deep.equal(['1 new', '2 new']);
  });

  describe('into accounts', () => {
    const NAMED = 'account,type,symbol,quantity,price,currency,date\n';
    const open = async (name: string) =>
      doneOf(await blotter.openAccount.execute(ada, { name, currency: 'USD' }, null)).id;
    const accountsOf = async (id: string) => {
      const { rows } = await blotter.findImport.rows(ada, id, { state: null, after: 0, limit: 9 });
      return rows.flatMap(({ operations }) => operations.map(({ account_id }) => account_id));
    };

    it('sends rows that name none into the oldest, or into the one that was chosen', async () => {
      const main = await blotter.accounts.findDefault(ada.userId);
      const second = await open('Second');
      expect(await accountsOf((await office.bring(ownFile(aBuy('1')))).id)).to.deep.equal([main]);
      const chosen = await office.bring(ownFile(aBuy('1')), { accountId: second });
      expect(await accountsOf(chosen.id)).to.deep.equal([second]);
    });

    it('knows those that a file of Blotter’s own names, and lets those come with it that there are not', async () => {
      const second = await open('Second');
      const rows = ['Second', 'Third', 'Third', 'Fourth'].map((name) => `${name},buy,AAPL,1,10,CHF,2026-11-20\n`);
      const { id, newAccounts } = await office.bring(`${NAMED}${rows.join('')}`);
      const [third, fourth] = newAccounts;
      expect(newAccounts.map(({ name, currency }) => `${name} ${currency}`)).to.deep.equal(['Third CHF', 'Fourth CHF']);
      expect(await accountsOf(id)).to.deep.equal([second, third?.id, third?.id, fourth?.id]);
      expect((await blotter.listAccounts.execute(ada, { limit: 9, after: null })).rows).to.have.length(2);
    });

    it('lets ten thousand come with a file, and refuses rows that name more', async () => {
      const rows = Array.from({ length: 10_002 }, (_, index) => `Account ${index},buy,AAPL,1,10,CHF,2026-11-20\n`);
      const again = 'Account 7,buy,AAPL,2,10,CHF,2026-11-20\n';
      const { id, counts, newAccounts } = await office.bring(`${NAMED}${rows.join('')}${again}`);
      expect(newAccounts).to.have.length(10_000);
      expect(counts).to.include({ rows: 10_003, new: 10_001, error: 2 });
      const errors = await blotter.findImport.rows(ada, id, { state: 'error', after: 0, limit: 9 });
      expect(errors.rows.map(({ problems }) => problems[0]?.code)).to.deep.equal(['TOO_MANY', 'TOO_MANY']);
    });

    it('takes nothing that a broker calls an account for one', async () => {
      const main = await blotter.accounts.findDefault(ada.userId);
      const file = 'Account,Date,Type,ISIN,Quantity,Price,Currency\nU123,2026-11-24,Buy,US0378331005,1,10,USD\n';
      const { id, newAccounts } = await office.bring(file);
      expect([newAccounts, await accountsOf(id)]).to.deep.equal([[], [main]]);
    });
  });
});
