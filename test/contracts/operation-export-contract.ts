import { expect } from 'chai';
import { EXPORT_FORMATS, type ExportFormat } from '#application/ports/operation-export.ts';
import type { OperationFilter } from '#application/ports/operation-queries.ts';
import { aCut, anOperationDraft, NOW } from '#test/domain/builders.ts';
import { EVERY_KIND, ODD_TEXTS } from './every-kind.ts';
import { aNewUser, anAccountOf, anOperationOf, bookAll, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every OperationExport does. */
export function operationExportContract(adapter: string, open: OpenStore): void {
  describe(`The export of operations (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const textOf = (format: ExportFormat, filter: OperationFilter = {}, userId = ada.user.id) =>
      exported(store, userId, format, filter);

    it('of nothing is a file all the same', async () => {
      const header =
        'account,type,figi,isin,symbol,instrument_type,quantity,price,currency,payment,fee,fee_currency,accrued_interest,ratio,date,source,external_id,note,tags\n';
      expect(await Promise.all(EXPORT_FORMATS.map((format) => textOf(format)))).to.deep.equal([header, '[\n]\n', '']);
      const nobody = aNewUser();
      expect(await textOf('json', {}, nobody.id)).to.equal('[\n]\n');
    });

    it('is oldest first, with the account by its name and bare dates bare', async () => {
      await bookAll(store, [
        anOperationOf(
          ada,
          anOperationDraft({ date: '2026-11-20T10:00:00.5Z', tags: ['a', 'b "c"'], payment: '-1001' }),
        ),
        anOperationOf(ada, { type: 'split', isin: 'US0378331005', ratio: '4:1', date: '2026-11-19' }),
      ]);
      expect((await textOf('csv')).split('\n').slice(1)).to.deep.equal([
        'Main,split,,US0378331005,,,0,,,,0,,,4:1,2026-11-19,,,,',
        'Main,buy,BBG000B9XRY4,,,share,10,100,USD,-1001,1,USD,,,2026-11-20T10:00:00.500Z,,,,"[""a"",""b \\""c\\""""]"',
        '',
      ]);
      const rows = JSON.parse(await textOf('json')) as { type: string; ratio: string | null; tags: string[] }[];
      expect(rows.map(({ type, ratio, tags }) => [type, ratio, tags])).to.deep.equal([
        ['split', '4:1', []],
        ['buy', null, ['a', 'b "c"']],
      ]);
      expect((await textOf('ndjson')).split('\n').map((line) => line && JSON.parse(line))).to.deep.equal([...rows, '']);
    });

    it('makes formulas harmless, and leaves numbers what they are', async () => {
      const notes = ['=1+1', '+1', '-1', '-1.5', '-1+2', '@SUM', "'quoted", '', 'a=1', '"x",y'];
      await bookAll(
        store,
        notes.map((note) => anOperationOf(ada, anOperationDraft({ note, symbol: note.startsWith('=') ? '=X' : null }))),
      );
      const lines = (await textOf('csv')).trimEnd().split('\n').slice(1);
      expect(lines[0]).to.include(",'=X,");
      expect(lines.map((line) => line.split('2026-11-20T10:00:00.000Z,,,')[1])).to.deep.equal([
        "'=1+1,",
        "'+1,",
        '-1,',
        '-1.5,',
        "'-1+2,",
        "'@SUM,",
        "''quoted,",
        "',",
        'a=1,',
        '"""x"",y",',
      ]);
    });

    it('tells accounts apart that are called the same', async () => {
      const accounts = ['Main', 'Main (2)', '=Main'].map((name) => anAccountOf(ada.user, { name }));
      for (const account of accounts) await store.unitOfWork.run((repositories) => repositories.accounts.save(account));
      await bookAll(
        store,
        [ada.account, ...accounts].map(({ id }) => anOperationOf(ada, anOperationDraft({ accountId: id }))),
      );
      const names = JSON.parse(await textOf('json')).map(({ account }: { account: string }) => account);
      expect(names).to.deep.equal(['Main', 'Main (3)', 'Main (2)', '=Main']);
    });

    it('is narrowed as the list is', async () => {
      await bookAll(
        store,
        ODD_TEXTS.map((note) =>
          anOperationOf(ada, anOperationDraft({ note, symbol: 'A', figi: note.length > 3 ? null : 'BBG000B9XRY4' })),
        ),
      );
      await store.unitOfWork.run(async ({ aliases }) => {
        await aliases.listForChange(ada.user.id);
        await aliases.save({ userId: ada.user.id, alias: 'A', instrument: 'BBG000B9XRY4', name: null, createdAt: NOW });
      });
      const count = async (filter: OperationFilter): Promise<number> => JSON.parse(await textOf('json', filter)).length;
      for (const text of ODD_TEXTS) expect(await count({ text }), text).to.be.at.least(1);
      expect(await count({ instrument: 'A' })).to.equal(ODD_TEXTS.length);
      expect(await count({ accountIds: [] })).to.equal(0);
      expect(await count({ from: aCut('2026-11-21'), type: 'buy' })).to.equal(0);
    });

    it('can be left before it has begun, and in the middle', async () => {
      await bookAll(store, [anOperationOf(ada, anOperationDraft())]);
      for (let turn = 0; turn < 6; turn += 1) {
        const pieces = await store.operationExport.open(ada.user.id, {}, 'csv');
        if (turn % 2 === 0) for await (const _ of pieces) break;
        await pieces.return();
      }
    });

    it('is of everything that an operation can say', async () => {
      await bookAll(
        store,
        EVERY_KIND.map((draft) => anOperationOf(ada, draft)),
      );
      expect(JSON.parse(await textOf('json'))).to.have.length(EVERY_KIND.length);
    });
  });
}

export async function exported(
  store: Store,
  userId: string,
  format: ExportFormat,
  filter: OperationFilter = {},
): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await store.operationExport.open(userId, filter, format)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
