import { hash } from 'node:crypto';
import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import type { ImportCorrection } from '#application/imports/change-import.ts';
import { type Import, type ImportState, stateOf } from '#application/imports/import.ts';
import type { JobRow } from '#application/ports/job-queries.ts';
import type { Repeatable } from '#application/ports/repeatable.ts';
import { aBlotter, anActor, type Blotter, doneOf, letPass } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { aTokenOf, signedInBy } from '#test/application/identity/signed-in.ts';
import { refusalCodeOf, refusalOf, violationsOf } from '#test/application/refusals.ts';
import { workOff } from '#test/application/work-off.ts';
import { bytesOf } from './chunks.ts';
import { ASKING, aBuy, ImportOffice, ownFile } from './import-office.ts';

const FILE = ownFile(aBuy('1'), aBuy('2'));

describe('To change an import', () => {
  let blotter: Blotter;
  let ada: Acting;
  let office: ImportOffice;

  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    office = new ImportOffice(blotter, ada);
  });

  const DEEDS = {
    corrected: (id: string, actor = ada) => blotter.changeImport.correct(actor, id, { corrections: {} }),
    committed: (id: string, actor = ada) => blotter.changeImport.commit(actor, id, null),
    undone: (id: string, actor = ada) => blotter.changeImport.undo(actor, id, null),
    deleted: (id: string, actor = ada) => blotter.changeImport.delete(actor, id),
  };
  const correct = (id: string, correction: Partial<ImportCorrection>) =>
    blotter.changeImport.correct(ada, id, { corrections: {}, ...correction });
  const jobOf = async ({ jobId }: Import) => (await blotter.findJob.execute(ada, jobId ?? '')).row;

  for (const [what, change] of Object.entries(DEEDS))
    describe(`so that it is ${what}`, () => {
      it('is not for an auditor, nor for a token that is narrowed to some accounts', async () => {
        const file = await office.bring(FILE);
        const eva = await anActor(blotter, { email: 'eva@example.com' }, 'auditor');
        const main = (await blotter.accounts.findDefault(ada.userId)) ?? '';
        const narrow = await signedInBy(await aTokenOf(blotter, ada, { accountIds: [main] }));
        for (const actor of [eva, narrow]) expect(await refusalCodeOf(change(file.id, actor))).to.equal('FORBIDDEN');
        expect(await office.find(file.id)).to.deep.equal(file);
      });

      it('is not for somebody else, be it an admin: it is as if there were none', async () => {
        const file = await office.bring(FILE);
        const root = await anActor(blotter, { email: 'root@example.com' }, 'admin');
        for (const [actor, id] of [
          [root, file.id],
          [ada, countedId(999)],
        ] as const) {
          const { code, message } = await refusalOf(change(id, actor));
          expect([code, message]).to.deep.equal(['NOT_FOUND', 'There is no such import.']);
        }
        expect(await office.find(file.id)).to.deep.equal(file);
      });

      it('is not for one that is still coming: nobody has been told of it', async () => {
        const coming = countedId(Number(blotter.ids.next().slice(-12)) + 1);
        let code: string | null = null;
        async function* slowly(): AsyncGenerator<Uint8Array> {
          yield bytesOf(FILE);
          code = await refusalCodeOf(change(coming));
        }
        const { id } = doneOf(await blotter.startImport.execute(ada, { corrections: {} }, slowly(), null));
        expect([id, code]).to.deep.equal([coming, 'NOT_FOUND']);
      });
    });

  describe('in another state', () => {
    /** An import that has come so far. */
    const FAR: Readonly<Record<Exclude<ImportState, 'uploading'>, () => Promise<string>>> = {
      reading: async () => doneOf(await office.start(FILE)).id,
      draft: async () => (await office.bring(FILE)).id,
      failed: async () => (await office.bring('\0')).id,
      committing: async () => {
        const id = await FAR.draft();
        await blotter.changeImport.commit(ada, id, null);
        return id;
      },
      committed: async () => {
        const id = await FAR.draft();
        await office.commit(id);
        return id;
      },
      undoing: async () => {
        const id = await FAR.committed();
        await blotter.changeImport.undo(ada, id, null);
        return id;
      },
      undone: async () => {
        const id = await FAR.committed();
        await office.undo(id);
        return id;
      },
    };
    const ALLOWED: Readonly<Record<keyof typeof DEEDS, readonly ImportState[]>> = {
      corrected: ['draft', 'failed'],
      committed: ['draft'],
      undone: ['committed'],
      deleted: ['reading', 'draft', 'failed', 'undone'],
    };
    for (const [state, come] of Object.entries(FAR))
      for (const [what, change] of Object.entries(DEEDS))
        if (!ALLOWED[what as keyof typeof DEEDS].includes(state as ImportState))
          it(`is not possible: what is ${state} is not ${what}`, async () => {
            const file = await office.find(await come());
            const { code, message } = await refusalOf(change(file.id));
            expect([code, message]).to.deep.equal([
              'IMPORT_STATE',
              `This import is ${state}: it cannot be ${what} now.`,
            ]);
            expect(await office.find(file.id)).to.deep.equal(file);
          });

    it('is possible again when a job has come to nothing: its import is as it was before', async () => {
      const id = await FAR.committing();
      await blotter.changeJob.cancel(ada, (await office.find(id)).jobId ?? '');
      expect(stateOf(await office.find(id))).to.equal('draft');
      expect(await office.commit(id)).to.include({ created: 2 });
      await blotter.changeImport.undo(ada, id, null);
      await blotter.changeJob.cancel(ada, (await office.find(id)).jobId ?? '');
      expect(stateOf(await office.find(id))).to.equal('committed');
      expect(await office.undo(id)).to.deep.equal({ removed: 2 });
    });

    it('is possible for one that nobody has come to read', async () => {
      const id = await FAR.reading();
      await blotter.changeJob.cancel(ada, (await office.find(id)).jobId ?? '');
      expect(stateOf(await office.find(id))).to.equal('failed');
      await correct(id, {});
      await workOff(blotter);
      expect(await office.states(id)).to.deep.equal(['1 new', '2 new']);
    });
  });

  describe('by a correction', () => {
    it('tells all at once what is wrong with it, and leaves the import', async () => {
      const file = await office.bring(FILE);
      const corrections = { timeZone: 'Mars', types: { Kauf: 'lend' }, lost: 1 };
      expect(await violationsOf(correct(file.id, { accountId: 'mine', corrections }))).to.have.members([
        'accountId INVALID_FORMAT',
        'timeZone NOT_ALLOWED',
        'types/Kauf NOT_ALLOWED',
        'lost UNKNOWN_FIELD',
      ]);
      expect(await office.find(file.id)).to.deep.equal(file);
    });

    it('lists a hundred violations and no more', async () => {
      const { id } = await office.bring(FILE);
      const types = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`type ${at}`, 'lend']));
      expect(await violationsOf(correct(id, { corrections: { types } }))).to.have.length(100);
    });

    it('is for an account of one’s own only', async () => {
      const bea = await anActor(blotter, { email: 'bea@example.com' });
      const { id } = await office.bring(FILE);
      for (const accountId of [countedId(999), (await blotter.accounts.findDefault(bea.userId)) ?? '']) {
        const { code, message } = await refusalOf(correct(id, { accountId }));
        expect([code, message]).to.deep.equal(['NOT_FOUND', 'There is no such account.']);
      }
    });

    it('hands the file to a job that reads it anew', async () => {
      const file = await office.bring(ASKING);
      letPass(blotter, 60_000);
      const corrected = await correct(file.id, { corrections: { dateOrder: 'dmy' } });
      expect(corrected).to.include({ state: 'reading', version: file.version + 1 });
      expect(corrected.updatedAt).to.deep.equal(blotter.clock.now());
      expect(await jobOf(corrected)).to.include({ task: 'read-import', state: 'queued' });
      expect(corrected.jobId).not.to.equal(file.jobId);
      await workOff(blotter);
      const { state, inspection } = await office.find(file.id);
      expect([state, inspection?.questions, inspection?.mapping?.dateOrder]).to.deep.equal(['draft', [], 'dmy']);
    });

    it('comes on top of those before', async () => {
      const { id } = await office.bring(ASKING, { corrections: { timeZone: 'Europe/Berlin' } });
      for (const corrections of [{ dateOrder: 'dmy' }, { types: { Kauf: 'sell' } }, { types: { Sälj: 'sell' } }]) {
        await correct(id, { corrections });
        await workOff(blotter);
      }
      const { corrections, inspection } = await office.find(id);
      expect(corrections).to.deep.include({ timeZone: 'Europe/Berlin', dateOrder: 'dmy' });
      expect(inspection?.mapping?.types).to.deep.include({ Kauf: 'sell', Sälj: 'sell' });
    });

    it('sends rows into another account, or back into the main one, and leaves that when it says nothing of it', async () => {
      const second = doneOf(await blotter.openAccount.execute(ada, { name: 'Second', currency: 'USD' }, null));
      const { id } = await office.bring(FILE);
      const wanted = [
        [second.id, second.id],
        [undefined, second.id],
        [null, null],
      ] as const;
      for (const [accountId, kept] of wanted) {
        expect(await correct(id, { accountId })).to.include({ accountId: kept });
        await workOff(blotter);
      }
      await correct(id, { accountId: second.id });
      await workOff(blotter);
      await office.commit(id);
      expect(await office.ledger()).to.deep.equal(['Second 10', 'Second 10']);
    });
  });

  describe('by a commit or an undo', () => {
    const withKey = (key: string): Repeatable<JobRow> => ({
      key,
      fingerprint: hash('sha256', key, 'buffer'),
      answer: ({ id }) => id,
    });

    it('waits for the answer to what only a person can say', async () => {
      const file = await office.bring(ASKING);
      const { code, message } = await refusalOf(DEEDS.committed(file.id));
      expect([code, message.startsWith('A question is open: ')]).to.deep.equal(['OPEN_QUESTIONS', true]);
      expect(await office.find(file.id)).to.deep.equal(file);
    });

    it('does not wait for a type that is not known: its rows alone are refused', async () => {
      const table = 'Datum;Vorgang;ISIN;Stück;Kurs;Währung\n24.11.2026;Kauf;US0378331005;1;10,5;USD\n';
      const { id, inspection } = await office.bring(`${table}25.11.2026;Zauber;US0378331005;1;10,5;USD\n`);
      expect(inspection?.questions.map(({ about }) => about)).to.deep.equal(['types']);
      expect(await office.commit(id)).to.include({ created: 1, error: 1 });
    });

    it('hands it to a job that waits for its turn, and says which', async () => {
      const file = await office.bring(FILE);
      const steps = [
        ['commit', 'committing', () => blotter.changeImport.commit(ada, file.id, null)],
        ['undo', 'undoing', () => blotter.changeImport.undo(ada, file.id, null)],
      ] as const;
      for (const [name, state, step] of steps) {
        const job = doneOf(await step());
        const handed = await office.find(file.id);
        expect(handed).to.include({ state, jobId: job.id });
        expect(job).to.include({ task: `${name}-import`, queue: 'bulk', state: 'queued' });
        expect(await jobOf(handed)).to.deep.equal(job);
        await workOff(blotter);
      }
    });

    it('twice with one key is one', async () => {
      const { id } = await office.bring(FILE);
      for (const step of ['commit', 'undo'] as const) {
        const { id: jobId } = doneOf(await blotter.changeImport[step](ada, id, withKey(step)));
        expect(await blotter.changeImport[step](ada, id, withKey(step))).to.deep.equal({ answeredBefore: jobId });
        await workOff(blotter);
        expect(await blotter.changeImport[step](ada, id, withKey(step))).to.deep.equal({ answeredBefore: jobId });
      }
      expect((await office.find(id)).state).to.equal('undone');
    });

    it('that was refused leaves its key free', async () => {
      const { id } = await office.bring(ASKING);
      const commit = () => blotter.changeImport.commit(ada, id, withKey('one'));
      expect(await refusalCodeOf(commit())).to.equal('OPEN_QUESTIONS');
      await correct(id, { corrections: { dateOrder: 'dmy' } });
      await workOff(blotter);
      expect(await commit()).to.have.property('done');
    });
  });

  describe('so that it is gone', () => {
    it('takes its rows and its bytes with it, and leaves the others', async () => {
      const [file, other] = [await office.bring(FILE), await office.bring(FILE)];
      await DEEDS.deleted(file.id);
      expect((await blotter.findImport.list(ada, { limit: 9, after: null })).rows).to.deep.equal([other]);
      expect(await Array.fromAsync(blotter.importFiles.read(ada.userId, file.id))).to.deep.equal([]);
    });

    it('cancels the job that would read it', async () => {
      await workOff(blotter);
      const file = doneOf(await office.start(FILE));
      await DEEDS.deleted(file.id);
      expect((await jobOf(file)).state).to.equal('cancelled');
      expect(await workOff(blotter)).to.equal(0);
    });

    it('leaves the ledger as it is after an undo', async () => {
      const { id } = await office.bring(FILE);
      await office.commit(id);
      await office.undo(id);
      await DEEDS.deleted(id);
      expect(await office.ledger()).to.deep.equal([]);
      expect(await office.states((await office.bring(FILE)).id)).to.deep.equal(['1 new', '2 new']);
    });
  });
});
