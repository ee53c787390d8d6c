import { expect } from 'chai';
import type { Import, ImportState, StagedRow } from '#application/imports/import.ts';
import type { RunId } from '#application/jobs/job.ts';
import { operationRow } from '#application/ledger/operation-row.ts';
import type { ImportKey, ImportLedger } from '#application/ports/import-ledger.ts';
import { LockLost } from '#application/ports/job-runs.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { inChunks } from '#test/application/imports/chunks.ts';
import { anOperationDraft, LATER } from '#test/domain/builders.ts';
import {
  aDraft,
  anInspection,
  aRow,
  aRunOf,
  aStaged,
  bring,
  countsOf,
  inBatches,
  moved,
  shown,
  staged,
} from './brought.ts';
import { EVERY_KIND } from './every-kind.ts';
import { anAccountOf, anOperationOf, book, changeOf, deletionOf, ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

const AT = new Date('2026-11-25T08:00:00.000Z');

/** What every ImportLedger does. */
export function importLedgerContract(adapter: string, open: OpenStore): void {
  describe(`The ledger of imports (${adapter})`, () => {
    let store: Store;
    let ada: Settler;
    let told: number[];

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
      told = [];
    });

    const progress = async (part: number): Promise<void> => {
      told.push(part);
    };
    const rowsOf = async ({ userId, id }: Import) =>
      (await store.imports.rows(userId, id, { state: null, after: 0, limit: 100 })).rows;
    const booked = async ({ user } = ada) => {
      const whole = { filter: {}, newestFirst: false, limit: 200, after: null };
      return (await store.operations.page(user.id, whole)).rows;
    };
    const bookedIds = async () => (await booked()).map(({ id }) => id).sort();
    const accountsOf = async () =>
      (await store.accounts.list(ada.user.id, { limit: 10, after: null, only: null })).rows.map(({ name }) => name);
    const idsOf = (rows: readonly StagedRow[]) =>
      rows.flatMap(({ operations }) => operations.map(({ operation }) => operation.id)).sort();
    const historyOf = async (id: string) =>
      (await store.operations.history(ada.user.id, id, { limit: 9, afterVersion: 0 })).rows.map(
        ({ version, action }) => `${version} ${action}`,
      );
    const commit = async (draft: Import) => {
      const file = await moved(store, draft, 'committing');
      return store.importLedger.commit(await aRunOf(store, ada.user), file, AT, progress);
    };
    const undo = async (draft: Import) => {
      const file = await moved(store, await shown(store, draft), 'undoing');
      return store.importLedger.undo(await aRunOf(store, ada.user), file, LATER, progress);
    };
    const bookOne = async (draft: Parameters<typeof anOperationDraft>[0]) => {
      const operation = anOperationOf(ada, anOperationDraft(draft));
      await book(store, operation);
      return operation;
    };
    const change = async (before: Operation) => {
      const after = before.change({ note: 'mine now', tags: ['a'] }, LATER);
      await store.unitOfWork.run(({ operations }) => operations.save(after, changeOf(before, after)));
    };
    const found = async ({ id }: { readonly id: string }): Promise<Operation> => {
      const operation = await store.unitOfWork.run(({ operations }) => operations.find(ada.user.id, id));
      if (operation === null) throw new Error('It was booked.');
      return operation;
    };

    describe('looks up', () => {
      const inMain = (key: object) => ({ accountId: ada.account.id, ...key }) as ImportKey;
      const hasAny = (key: object, { user } = ada) => store.importLedger.hasAny(user.id, inMain(key));

      it('whether anything is known by a key of the group', async () => {
        const groups = [
          { source: 'a', externalId: 'x' },
          { source: 'b', externalId: 'x' },
          { source: null, externalId: 'x' },
          { importKey: 'x' },
        ];
        const any = () => Promise.all(groups.map((key) => hasAny(key)));
        await bookOne({ source: 'a' });
        expect(await any()).to.deep.equal([false, false, false, false]);
        await bookOne({ source: 'a', externalId: '1' });
        expect(await any()).to.deep.equal([true, false, false, false]);
        await bookOne({ externalId: '1' });
        expect(await any()).to.deep.equal([true, false, true, false]);
        await commit(await aDraft(store, ada, [aRow(1, { operations: [aStaged(ada, {}, 'key')] })]));
        expect(await any()).to.deep.equal([true, false, true, true]);
        const bea = await settle(store);
        for (const key of groups) {
          expect(await hasAny(key, bea)).to.equal(false);
          expect(await hasAny({ ...key, accountId: ids.next() })).to.equal(false);
        }
      });

      it('those that are known by one of many keys, each with the key that found it', async () => {
        const operations = [aStaged(ada, {}, 'one'), aStaged(ada, { note: 'x' }, 'two')];
        await commit(await aDraft(store, ada, [aRow(1, { operations })]));
        const [ofSource, ofNone] = [
          await bookOne({ source: 'a', externalId: '1' }),
          await bookOne({ externalId: '1', note: 'other' }),
        ];
        await bookOne({ source: 'b', externalId: '1' });
        const keys = [
          { source: 'a', externalId: '1' },
          { source: 'a', externalId: '2' },
          { source: null, externalId: '1' },
          { importKey: 'two' },
          { importKey: 'three' },
          { accountId: ids.next(), importKey: 'one' },
        ].map(inMain);
        const known = await store.importLedger.known(ada.user.id, keys);
        const wanted: readonly (readonly [ImportKey | undefined, string | undefined])[] = [
          [keys[0], ofSource.id],
          [keys[2], ofNone.id],
          [keys[3], operations[1]?.operation.id],
        ];
        expect(known.map(([key, { id }]) => [key, id])).to.have.deep.members(wanted);
        for (const [, operation] of known) expect(operation).to.deep.equal(await found(operation));
        expect(await store.importLedger.known((await settle(store)).user.id, keys)).to.deep.equal([]);
        expect(await store.importLedger.known(ada.user.id, [])).to.deep.equal([]);
      });

      it('those that nobody could tell by a key', async () => {
        await bookOne({ externalId: '1' });
        await commit(await aDraft(store, ada, [aRow(1, { operations: [aStaged(ada, {}, 'key')] })]));
        await settle(store).then((bea) => book(store, anOperationOf(bea, anOperationDraft())));
        const plain = [await bookOne({}), await bookOne({ source: 'by hand' })];
        const unkeyed = (await Array.fromAsync(store.importLedger.unkeyed(ada.user.id))).flat();
        expect(unkeyed).to.have.deep.members(plain);
      });
    });

    describe('stages a file', () => {
      const stage = async (file: Import, rows: AsyncIterable<readonly StagedRow[]>, count = 0) => {
        const counts = { ...countsOf([]), rows: count };
        const done = () => ({ inspection: anInspection(), counts, newAccounts: [] });
        await store.importLedger.stage(await aRunOf(store, ada.user), file, rows, done);
      };

      it('asks what there is to say of it when all rows have come', async () => {
        const file = await bring(store, ada, { state: 'reading' });
        let come = 0;
        async function* coming(): AsyncGenerator<readonly StagedRow[]> {
          for (; come < 3; come += 1) yield [aRow(come + 1)];
        }
        const newAccounts = [{ id: ids.next(), name: 'New', currency: 'EUR' }];
        await store.importLedger.stage(await aRunOf(store, ada.user), file, coming(), () => ({
          inspection: anInspection({ records: come }),
          counts: { ...countsOf([]), rows: come },
          newAccounts,
        }));
        const { inspection, counts, ...draft } = await shown(store, file);
        expect([inspection?.records, counts?.rows]).to.deep.equal([3, 3]);
        expect(draft).to.deep.include({ state: 'draft', version: 2, newAccounts });
        expect(Number(draft.updatedAt), 'it was touched').to.be.above(Date.now() - 60_000);
      });

      it('in the place of what was staged before', async () => {
        const draft = await aDraft(store, ada, [aRow(1), aRow(2), aRow(3)]);
        await stage(await moved(store, draft, 'reading'), inBatches([aRow(1, { line: 9 })]), 1);
        expect(await rowsOf(draft)).to.deep.equal([aRow(1, { line: 9 })]);
        expect(await shown(store, draft)).to.include({ state: 'draft', version: 4 });
      });

      it('with those of its rows marked that come under the key of a new one before them, and tells how many', async () => {
        const file = await bring(store, ada, { state: 'reading' });
        const keyed = (number: number, draft: Parameters<typeof aStaged>[1], overrides: Partial<StagedRow> = {}) =>
          aRow(number, { operations: [aStaged(ada, { source: 'a', externalId: '1', ...draft })], ...overrides });
        const rows = [
          keyed(1, { tags: ['x'] }),
          keyed(2, { externalId: '2' }, { state: 'same' }),
          keyed(3, { tags: ['x'] }),
          keyed(4, { tags: ['x'], note: 'another' }),
          keyed(5, { source: 'b' }),
          keyed(6, { externalId: '2' }),
          aRow(7, { operations: [aStaged(ada, {}, 'key')] }),
        ];
        let told: unknown;
        await store.importLedger.stage(await aRunOf(store, ada.user), file, inBatches(rows), (repeated) => {
          told = repeated;
          return { inspection: anInspection(), counts: countsOf(rows), newAccounts: [] };
        });
        expect(told).to.deep.equal({ same: 1, doubtful: 1 });
        const kept = await rowsOf(file);
        expect(kept.map(({ state }) => state)).to.deep.equal(['new', 'same', 'same', 'doubtful', 'new', 'new', 'new']);
        const detail = 'Row 1 of this file has the same id, and says something else. Only that one is booked.';
        expect(kept.map(({ problems }) => problems)).to.deep.equal([
          ...[[], [], []],
          [{ column: null, code: 'DIFFERS', detail }],
          ...[[], [], []],
        ]);
      });

      it('not at all when its rows break off', async () => {
        const draft = await aDraft(store, ada, [aRow(1)]);
        const file = await moved(store, draft, 'reading');
        const broken = new Error('It cannot be read.');
        async function* breakingOff(): AsyncGenerator<readonly StagedRow[]> {
          yield [aRow(1, { line: 9 })];
          throw broken;
        }
        expect(await stage(file, breakingOff()).catch((error: unknown) => error)).to.equal(broken);
        expect(await shown(store, file)).to.deep.equal(file);
        expect(await rowsOf(file)).to.deep.equal([aRow(1)]);
      });

      it('that cannot be read: it has failed, and no rows', async () => {
        const file = await moved(store, await aDraft(store, ada, [aRow(1)]), 'reading');
        const inspection = anInspection({
          problem: { code: 'NOT_A_TABLE', detail: 'It is a picture.', line: 1 },
          mapping: null,
        });
        await store.importLedger.fail(await aRunOf(store, ada.user), file, inspection);
        const failed = { state: 'failed', inspection, counts: null, newAccounts: [], version: file.version + 1 };
        expect(await shown(store, file)).to.deep.include(failed);
        expect(await rowsOf(file)).to.deep.equal([]);
      });
    });

    describe('commits', () => {
      it('all rows that are new, whatever their kind, and no other', async () => {
        const rows = EVERY_KIND.map((draft, place) =>
          aRow(place + 1, { operations: [aStaged(ada, draft, draft.externalId ? null : `key/${place}`)] }),
        );
        const last = rows.length;
        const others = (['same', 'doubtful'] as const).map((state, place) =>
          aRow(last + place + 1, { state, operations: [aStaged(ada, {}, state)] }),
        );
        const draft = await aDraft(store, ada, [...rows, ...others, aRow(last + 3, { state: 'error' })]);
        expect(await commit(draft)).to.equal(rows.length);
        const wanted = rows.flatMap(({ operations }) =>
          operations.map(({ operation }) => {
            const row = operationRow(operation);
            return { ...row, created_at: AT.toISOString(), updated_at: AT.toISOString() };
          }),
        );
        expect(await booked()).to.have.deep.members(wanted);
        expect(await shown(store, draft)).to.include({ state: 'committed', version: draft.version + 2 });
        expect(await rowsOf(draft)).to.have.length(last + 3);
      });

      it('and begins no history before something is changed', async () => {
        const rows = [aRow(1, { operations: [aStaged(ada, {}, 'key')] })];
        await commit(await aDraft(store, ada, rows));
        const [id = ''] = idsOf(rows);
        expect(await historyOf(id)).to.deep.equal(['1 created']);
        await change(await found({ id }));
        expect(await historyOf(id)).to.deep.equal(['1 created', '2 changed']);
      });

      it('and tells how far it is, up to the whole', async () => {
        const rows = [1, 2, 3].map((number) => aRow(number, { operations: [aStaged(ada, {}, String(number))] }));
        await commit(await aDraft(store, ada, rows));
        expect(told.at(-1)).to.equal(1);
        expect(told).to.deep.equal(told.toSorted((one, other) => one - other));
      });

      it('into the accounts that come with it', async () => {
        const account = { id: ids.next(), name: 'Brought', currency: 'CHF' };
        const operations = [aStaged(ada, { accountId: account.id }, 'key')];
        await commit(await aDraft(store, ada, [aRow(1, { operations })], { newAccounts: [account] }));
        expect(await store.accounts.find(ada.user.id, account.id)).to.deep.equal({
          ...account,
          kind: null,
          version: 1,
          created_at: AT.toISOString(),
          updated_at: AT.toISOString(),
        });
        expect((await booked()).map(({ account_id }) => account_id)).to.deep.equal([account.id]);
      });

      it('and leaves what was booked meanwhile under the same key', async () => {
        const operations = [
          aStaged(ada, { source: 'a', externalId: '1' }),
          aStaged(ada, { externalId: '1' }),
          aStaged(ada, {}, 'key'),
          aStaged(ada, { source: 'b', externalId: '1' }),
        ];
        const draft = await aDraft(store, ada, [aRow(1, { operations })]);
        const there = [await bookOne({ source: 'a', externalId: '1' }), await bookOne({ externalId: '1' })];
        const rival = aStaged(ada, { note: 'rival' }, 'key');
        await commit(await aDraft(store, ada, [aRow(1, { operations: [rival] })]));
        expect(await commit(draft)).to.equal(1);
        const wanted = [...there, rival.operation, operations[3]?.operation].map((operation) => operation?.id);
        expect(await bookedIds()).to.deep.equal(wanted.sort());
      });

      it('nothing when one of its accounts is gone', async () => {
        const second = anAccountOf(ada.user);
        await store.unitOfWork.run(({ accounts }) => accounts.save(second));
        const rows = [aStaged(ada, {}, '1'), aStaged(ada, { accountId: second.id }, '2')];
        const draft = await aDraft(store, ada, [aRow(1, { operations: rows })]);
        await store.unitOfWork.run(({ accounts }) => accounts.delete(second));
        const { code, message } = await commit(draft).catch((error) => error);
        expect([code, message]).to.deep.equal(['NOT_FOUND', 'There is no such account.']);
        expect(await booked()).to.deep.equal([]);
        expect((await shown(store, draft)).state).to.equal('committing');
      });

      it('and throws the bytes of the file away', async () => {
        const file = await bring(store, ada);
        await store.importFiles.write(file.userId, file.id, inChunks('mine'));
        const rows = [aRow(1, { operations: [aStaged(ada, {}, 'key')] })];
        await commit(await staged(store, await moved(store, file, 'reading'), rows));
        expect(await Array.fromAsync(store.importFiles.read(file.userId, file.id))).to.deep.equal([]);
      });
    });

    describe('takes back', () => {
      const threeRows = () => [
        aRow(1, { operations: [aStaged(ada, { note: 'a' }, 'a')] }),
        aRow(2, { operations: [aStaged(ada, { source: 's', externalId: 'b' }), aStaged(ada, { note: 'c' }, 'c')] }),
      ];

      it('what it has brought, changed or not, and nothing else', async () => {
        const before = [await bookOne({ source: 's', externalId: 'mine' }), await bookOne({})];
        const rows = threeRows();
        const draft = await aDraft(store, ada, rows);
        await commit(draft);
        const [untouched = '', changed = ''] = idsOf(rows);
        await change(await found({ id: changed }));
        told = [];
        expect(await undo(draft)).to.equal(3);
        expect(await booked()).to.deep.equal(before.map(operationRow));
        expect(await historyOf(changed)).to.deep.equal(['1 created', '2 changed', '3 deleted']);
        expect(await historyOf(untouched)).to.deep.equal([]);
        expect(told.at(-1)).to.equal(1);
        const undone = await shown(store, draft);
        expect(undone).to.include({ state: 'undone', version: draft.version + 4 });
        expect(await rowsOf(undone)).to.have.length(2);
      });

      it('and counts what was deleted before as gone', async () => {
        const rows = threeRows();
        const draft = await aDraft(store, ada, rows);
        await commit(draft);
        const operation = await found({ id: idsOf(rows)[0] ?? '' });
        await store.unitOfWork.run(({ operations }) => operations.delete(operation, deletionOf(operation, LATER)));
        expect(await undo(draft)).to.equal(2);
        expect(await booked()).to.deep.equal([]);
      });

      it('and leaves what another import has brought under the same key', async () => {
        const [first, second] = [threeRows(), threeRows()];
        const drafts = [await aDraft(store, ada, first), await aDraft(store, ada, second)] as const;
        await commit(drafts[0]);
        expect(await commit(drafts[1])).to.equal(0);
        expect(await undo(drafts[1])).to.equal(0);
        expect(await bookedIds()).to.deep.equal(idsOf(first));
      });

      it('with the accounts that came with it, where nothing else is in them', async () => {
        const newAccounts = ['Left', 'Used'].map((name) => ({ id: ids.next(), name, currency: 'USD' }));
        const operations = newAccounts.map(({ id: accountId }) => aStaged(ada, { accountId }, 'key'));
        const draft = await aDraft(store, ada, [aRow(1, { operations })], { newAccounts });
        await commit(draft);
        const kept = await bookOne({ accountId: newAccounts[1]?.id });
        expect(await accountsOf()).to.deep.equal(['Main', 'Left', 'Used']);
        await undo(draft);
        expect(await accountsOf()).to.deep.equal(['Main', 'Used']);
        expect(await bookedIds()).to.deep.equal([kept.id]);
      });

      it('so that the same can come again', async () => {
        const [first, second] = [threeRows(), threeRows()];
        const draft = await aDraft(store, ada, first);
        await commit(draft);
        await undo(draft);
        expect(await commit(await aDraft(store, ada, second))).to.equal(3);
        expect(await bookedIds()).to.deep.equal(idsOf(second));
      });
    });

    for (const [deed, { of, take }] of Object.entries(DEEDS))
      describe(`does not ${deed}`, () => {
        let file: Import;
        let before: unknown;

        const whatIsThere = async () => [await shown(store, file), await rowsOf(file), await booked()];
        beforeEach(async () => {
          const draft = await aDraft(store, ada, [aRow(1, { operations: [aStaged(ada, {}, 'key')] })]);
          if (deed === 'undo') await commit(draft);
          file = await moved(store, await shown(store, draft), of);
          before = await whatIsThere();
        });

        it('when another run has taken the place of its own', async () => {
          const run = await aRunOf(store, ada.user);
          await store.jobRuns.succeed(run, null);
          for (const lost of [run, { ...(await aRunOf(store, ada.user)), run: 7 }]) {
            const end = await take(store.importLedger, lost, file).catch((error: unknown) => error);
            expect(end).to.be.instanceOf(LockLost);
          }
          expect(await whatIsThere()).to.deep.equal(before);
        });

        it('what is not any more as it was when the run began', async () => {
          const run = await aRunOf(store, ada.user);
          for (const stale of [{ version: file.version - 1 }, { state: 'draft' as const }, { id: ids.next() }])
            await take(store.importLedger, run, { ...file, ...stale });
          expect(await whatIsThere()).to.deep.equal(before);
          await take(store.importLedger, run, file);
          expect(await whatIsThere()).not.to.deep.equal(before);
        });
      });
  });
}

type Take = (ledger: ImportLedger, run: RunId, file: Import) => Promise<unknown>;

const read = { inspection: anInspection({ records: 7 }), counts: null, newAccounts: [] };

/** What is done with an import, and in which state. */
const DEEDS: Readonly<Record<string, { readonly of: ImportState; readonly take: Take }>> = {
  stage: { of: 'reading', take: (ledger, run, file) => ledger.stage(run, file, inBatches([aRow(9)]), () => read) },
  fail: { of: 'reading', take: (ledger, run, file) => ledger.fail(run, file, read.inspection) },
  commit: { of: 'committing', take: (ledger, run, file) => ledger.commit(run, file, AT, async () => {}) },
  undo: { of: 'undoing', take: (ledger, run, file) => ledger.undo(run, file, LATER, async () => {}) },
};
