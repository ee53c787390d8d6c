import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import { aBlotter, anActor, type Blotter, doneOf } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { aTokenOf, signedInBy } from '#test/application/identity/signed-in.ts';
import { refusalCodeOf, refusalOf } from '#test/application/refusals.ts';
import { workOff } from '#test/application/work-off.ts';
import { inChunks } from './chunks.ts';
import { aBuy, ImportOffice, ownFile } from './import-office.ts';

describe('To find an import', () => {
  let blotter: Blotter;
  let ada: Acting;
  let office: ImportOffice;

  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    office = new ImportOffice(blotter, ada);
  });

  const everyWay = (actor: Acting, id: string) => [
    () => blotter.findImport.execute(actor, id),
    () => blotter.findImport.rows(actor, id, { state: null, after: 0, limit: 9 }),
    () => blotter.findImport.brought(actor, id),
  ];

  it('is not for a token that is narrowed to some accounts', async () => {
    const { id } = await office.bring(ownFile(aBuy('1')));
    const main = (await blotter.accounts.findDefault(ada.userId)) ?? '';
    const narrow = await signedInBy(await aTokenOf(blotter, ada, { accountIds: [main] }));
    const list = async () => blotter.findImport.list(narrow, { limit: 9, after: null });
    for (const look of [...everyWay(narrow, id), list]) expect(await refusalCodeOf(look())).to.equal('FORBIDDEN');
  });

  it('finds none of somebody else, be it for an admin, as if there were none', async () => {
    const { id } = await office.bring(ownFile(aBuy('1')));
    const root = await anActor(blotter, { email: 'root@example.com' }, 'admin');
    for (const look of [...everyWay(root, id), ...everyWay(ada, countedId(999))]) {
      const { code, message } = await refusalOf(look());
      expect([code, message]).to.deep.equal(['NOT_FOUND', 'There is no such import.']);
    }
    expect((await blotter.findImport.list(root, { limit: 9, after: null })).rows).to.deep.equal([]);
  });

  it('finds none that is still coming', async () => {
    let seen: unknown;
    async function* slowly(): AsyncGenerator<Uint8Array> {
      seen = (await blotter.findImport.list(ada, { limit: 9, after: null })).rows;
      yield* inChunks(ownFile(aBuy('1')));
    }
    await blotter.startImport.execute(ada, { corrections: {} }, slowly(), null);
    expect(seen).to.deep.equal([]);
  });

  it('lists the newest first, page by page', async () => {
    const brought = [await office.bring('a,b\n1,2\n'), await office.bring(ownFile(aBuy('1'))), await office.bring('x')];
    const [third, second, first] = brought.toReversed();
    const page = async (after: string | null) => blotter.findImport.list(ada, { limit: 2, after });
    expect(await page(null)).to.deep.equal({ rows: [third, second], more: true });
    expect(await page(second?.id ?? '')).to.deep.equal({ rows: [first], more: false });
  });

  it('shows each row with its operations', async () => {
    const { id } = await office.bring(ownFile(aBuy('1'), aBuy('2', 'dear')));
    const { rows } = await blotter.findImport.rows(ada, id, { state: null, after: 0, limit: 9 });
    expect(
      rows.map(({ line, state, operations }) => [line, state, operations.map(({ price }) => price)]),
    ).to.deep.equal([
      [2, 'new', ['10']],
      [3, 'error', []],
    ]);
    expect(rows[1]?.problems.map(({ column, code }) => `${column} ${code}`)).to.deep.equal(['price INVALID_FORMAT']);
  });

  describe('that was brought just now', () => {
    const brought = async (file: string) => {
      const { id } = doneOf(await office.start(file));
      await workOff(blotter);
      return blotter.findImport.brought(ada, id);
    };

    it('keeps nothing of a file that nobody can read, and says why', async () => {
      const { code, message, facts } = await refusalOf(brought('type,price\nbuy,\0\n'));
      expect([code, facts]).to.deep.equal(['UNREADABLE_FILE', { reason: 'NUL_CHARACTER', line: 2 }]);
      expect(message).to.match(/\.$/);
      expect((await blotter.findImport.list(ada, { limit: 9, after: null })).rows).to.deep.equal([]);
    });

    it('is one whose reading has failed otherwise, too: it can be read again', async () => {
      const { id, jobId } = doneOf(await office.start(ownFile(aBuy('1'))));
      await blotter.changeJob.cancel(ada, jobId ?? '');
      expect(await blotter.findImport.brought(ada, id)).to.include({ id, state: 'reading', jobIsOver: true });
    });

    it('is one that is read anew, whatever was wrong with it before', async () => {
      const { id } = await office.bring('\0');
      await blotter.changeImport.correct(ada, id, { corrections: { encoding: 'utf-16le' } });
      expect(await blotter.findImport.brought(ada, id)).to.include({ id, state: 'reading' });
    });

    it('is a draft, or still being read', async () => {
      expect(await brought(ownFile(aBuy('1')))).to.include({ state: 'draft' });
      const { id } = doneOf(await office.start(ownFile(aBuy('2'))));
      expect(await blotter.findImport.brought(ada, id)).to.include({ state: 'reading', jobIsOver: false });
    });
  });
});
