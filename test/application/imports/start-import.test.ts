import { hash } from 'node:crypto';
import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import type { Import } from '#application/imports/import.ts';
import type { FileDraft } from '#application/imports/start-import.ts';
import type { Repeatable } from '#application/ports/repeatable.ts';
import { aBlotter, anActor, type Blotter, doneOf } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { aTokenOf, signedInBy } from '#test/application/identity/signed-in.ts';
import { refusalCodeOf, refusalOf, violationsOf } from '#test/application/refusals.ts';
import { bytesOf, inChunks } from './chunks.ts';
import { aBuy, ImportOffice, ownFile } from './import-office.ts';

const FILE = ownFile(aBuy('1'));

/** A file that nobody should begin to read. */
const UNREAD: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]() {
    throw new Error('Nobody had to read it.');
  },
};

describe('To start an import', () => {
  let blotter: Blotter;
  let ada: Acting;
  let office: ImportOffice;

  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    office = new ImportOffice(blotter, ada);
  });

  const list = async () => (await blotter.findImport.list(ada, { limit: 100, after: null })).rows;
  const openOnes = () => blotter.unitOfWork.run(({ imports }) => imports.countOpen(ada.userId));
  const refused = (draft: Partial<FileDraft> = {}, actor = ada) =>
    blotter.startImport.execute(actor, { corrections: {}, ...draft }, UNREAD, null);
  const withKey = (request: string): Repeatable<Import> => ({
    key: 'a key',
    fingerprint: hash('sha256', request, 'buffer'),
    answer: ({ id }) => id,
  });

  it('is not for an auditor, nor for a token that is narrowed to some accounts', async () => {
    const eva = await anActor(blotter, { email: 'eva@example.com' }, 'auditor');
    const main = (await blotter.accounts.findDefault(ada.userId)) ?? '';
    const narrow = await signedInBy(await aTokenOf(blotter, ada, { accountIds: [main] }));
    for (const actor of [eva, narrow]) expect(await refusalCodeOf(refused({}, actor))).to.equal('FORBIDDEN');
    expect(await openOnes()).to.equal(0);
  });

  it('tells all at once what is wrong with what is said of the file, and does not read it', async () => {
    const faults = [{ field: 'surprise', code: 'UNKNOWN_FIELD', detail: 'There is none.' }] as const;
    const fileName = 'x'.repeat(256);
    const corrections = { template: 'none', timeZone: 'Mars', columns: 7, lost: true };
    expect(await violationsOf(refused({ faults, accountId: 'mine', fileName, corrections }))).to.have.members([
      'surprise UNKNOWN_FIELD',
      'accountId INVALID_FORMAT',
      'fileName TOO_LONG',
      'template NOT_ALLOWED',
      'timeZone NOT_ALLOWED',
      'columns INVALID_TYPE',
      'lost UNKNOWN_FIELD',
    ]);
    expect(await violationsOf(refused({ fileName: 'a\0b' }))).to.deep.equal(['fileName INVALID_FORMAT']);
    expect(await openOnes()).to.equal(0);
  });

  it('goes into an account of one’s own only', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    for (const accountId of [countedId(999), (await blotter.accounts.findDefault(bea.userId)) ?? '']) {
      const { code, message } = await refusalOf(refused({ accountId }));
      expect([code, message]).to.deep.equal(['NOT_FOUND', 'There is no such account.']);
    }
    expect(await openOnes()).to.equal(0);
  });

  it('is refused as twenty are open, be it that one is still coming, until there is room', async () => {
    for (let count = 0; count < 19; count += 1) await office.start(FILE);
    let secondIsRefused = false;
    async function* slowly(): AsyncGenerator<Uint8Array> {
      secondIsRefused = (await refusalCodeOf(refused())) === 'TOO_MANY_IMPORTS';
      yield bytesOf(FILE);
    }
    const last = doneOf(await blotter.startImport.execute(ada, { corrections: {} }, slowly(), null));
    expect(secondIsRefused).to.equal(true);
    expect((await refusalOf(refused())).message).to.match(/^20 imports are open/);
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    await new ImportOffice(blotter, bea).start(FILE);
    await blotter.changeImport.delete(ada, last.id);
    await office.start(FILE);
  });

  it('comes to nothing with an empty file, and keeps nothing', async () => {
    const { code, facts } = await refusalOf(office.start(''));
    expect([code, facts]).to.deep.equal(['UNREADABLE_FILE', { reason: 'EMPTY_FILE' }]);
    expect(await openOnes()).to.equal(0);
  });

  it('comes to nothing with a file that breaks off, and keeps nothing', async () => {
    const broken = new Error('The upload broke off.');
    async function* breakingOff(): AsyncGenerator<Uint8Array> {
      yield bytesOf(FILE);
      throw broken;
    }
    const end = blotter.startImport.execute(ada, { corrections: {} }, breakingOff(), withKey('one'));
    expect(await end.catch((error: unknown) => error)).to.equal(broken);
    expect(await openOnes()).to.equal(0);
    expect(await office.start(FILE, {}, withKey('one')), 'the key is free').to.have.property('done');
  });

  it('twice with one key is one import, and the key is of one file', async () => {
    const first = doneOf(await office.start(FILE, {}, withKey('one')));
    expect(await office.start(FILE, {}, withKey('one'))).to.deep.equal({ answeredBefore: first.id });
    expect(await refusalCodeOf(office.start(FILE, {}, withKey('two')))).to.equal('IDEMPOTENCY_MISMATCH');
    expect((await list()).map(({ id }) => id)).to.deep.equal([first.id]);
    expect(await openOnes()).to.equal(1);
  });

  it('asks for the fingerprint of a key when the bytes were read', async () => {
    let isRead = false;
    async function* reading(): AsyncGenerator<Uint8Array> {
      yield bytesOf(FILE);
      isRead = true;
    }
    const repeatable = {
      ...withKey('one'),
      get fingerprint() {
        expect(isRead).to.equal(true);
        return hash('sha256', 'one', 'buffer');
      },
    };
    await blotter.startImport.execute(ada, { corrections: {} }, reading(), repeatable);
  });

  it('keeps the file with what was said of it, and hands it to a job', async () => {
    const accountId = await blotter.accounts.findDefault(ada.userId);
    const corrections = { timeZone: 'Europe/Berlin' };
    const started = doneOf(await office.start(FILE, { accountId, fileName: 'mine.csv', corrections }));
    const size = bytesOf(FILE).length;
    expect(started).to.include({ state: 'reading', accountId, fileName: 'mine.csv', size, userId: ada.userId });
    expect(started).to.deep.include({ corrections, inspection: null, counts: null, createdAt: blotter.clock.now() });
    expect(await list()).to.deep.equal([started]);
    const job = (await blotter.findJob.execute(ada, started.jobId ?? '')).row;
    expect(job).to.include({ task: 'read-import', queue: 'default', state: 'queued' });
    const bytes = await Array.fromAsync(blotter.importFiles.read(ada.userId, started.id));
    expect(Buffer.concat(bytes).toString()).to.equal(FILE);
    expect(await office.ledger()).to.deep.equal([]);
  });

  it('needs no name and no account', async () => {
    const draft = { corrections: {}, fileName: null, accountId: undefined };
    const started = doneOf(await blotter.startImport.execute(ada, draft, inChunks(FILE, 1), null));
    expect(started).to.include({ fileName: null, accountId: null });
  });
});
