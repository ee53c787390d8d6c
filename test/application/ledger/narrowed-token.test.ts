import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import type { WantedOperations } from '#application/ledger/wanted-operations.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { aBlotter, anActor, type Blotter, doneOf } from '#test/application/blotter.ts';
import { aTokenOf, signedInBy } from '#test/application/identity/signed-in.ts';
import { refusalCodeOf, refusalOf, violationsOf } from '#test/application/refusals.ts';
import { anOperationDraft } from '#test/domain/builders.ts';
import { booked, historyOf } from './booked.ts';

const NO_ACCOUNT = ['NOT_FOUND', 'There is no such account.'];
const NO_OPERATION = ['NOT_FOUND', 'There is no such operation.'];

describe('A token that is narrowed to some accounts', () => {
  let blotter: Blotter;
  let ada: Acting;
  let token: Acting;
  let main: string;
  let second: string;
  let third: string;
  let inside: Operation;
  let outside: Operation;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    main = (await blotter.accounts.findDefault(ada.userId))!;
    second = await open('Second');
    third = await open('Third');
    token = await signedInBy(await aTokenOf(blotter, ada, { accountIds: [second, third] }));
    inside = await booked(blotter, ada, { accountId: second, externalId: '1' });
    outside = await booked(blotter, ada, { accountId: main, externalId: '1' });
  });

  const open = async (name: string) =>
    doneOf(await blotter.openAccount.execute(ada, { name, currency: 'USD' }, null)).id;
  const sayingOf = async (work: Promise<unknown>) => {
    const { code, message } = await refusalOf(work);
    return [code, message];
  };
  const record = (draft: OperationDraft, actor = token) =>
    blotter.recordOperation.execute(actor, anOperationDraft(draft), null);
  const change = (id: string, patch: OperationDraft) => blotter.changeOperation.execute(token, id, patch, 'any');
  const replace = (id: string, draft: OperationDraft) =>
    blotter.replaceOperation.execute(token, id, anOperationDraft(draft), 'any');
  const list = (filter: WantedOperations = {}, limit = 10, actor = token) =>
    blotter.listOperations.execute(actor, { filter, newestFirst: false, limit, after: null });
  const unchanged = async () =>
    expect((await blotter.findOperation.execute(ada, outside.id)).version, 'what is outside').to.equal(1);

  it('sees no other account, as if there were none', async () => {
    expect(await sayingOf(blotter.findAccount.execute(token, main))).to.deep.equal(NO_ACCOUNT);
    const { rows, more } = await blotter.listAccounts.execute(token, { limit: 2, after: null });
    expect([rows.map(({ name }) => name), more]).to.deep.equal([['Second', 'Third'], false]);
  });

  it('changes and closes no other account, and opens none', async () => {
    expect(await sayingOf(blotter.changeAccount.execute(token, main, { name: 'B' }, 'any'))).to.deep.equal(NO_ACCOUNT);
    expect(await sayingOf(blotter.closeAccount.execute(token, main, 'any'))).to.deep.equal(NO_ACCOUNT);
    const opening = blotter.openAccount.execute(token, { name: 'Fourth', currency: 'USD' }, null);
    expect(await refusalCodeOf(opening)).to.equal('FORBIDDEN');
    expect((await blotter.listAccounts.execute(ada, { limit: 10, after: null })).rows).to.have.length(3);
  });

  it('finds no operation outside, nor its history', async () => {
    expect(await sayingOf(blotter.findOperation.execute(token, outside.id))).to.deep.equal(NO_OPERATION);
    const history = blotter.readOperationHistory.execute(token, outside.id, { limit: 5, afterVersion: 0 });
    expect(await sayingOf(history)).to.deep.equal(NO_OPERATION);
  });

  it('finds no history of what was in an account outside before', async () => {
    await blotter.changeOperation.execute(ada, outside.id, { accountId: second, externalId: 'moved' }, 'any');
    expect((await blotter.findOperation.execute(token, outside.id)).account_id).to.equal(second);
    for (const afterVersion of [0, 1]) {
      const history = blotter.readOperationHistory.execute(token, outside.id, { limit: 5, afterVersion });
      expect(await sayingOf(history)).to.deep.equal(NO_OPERATION);
    }
  });

  it('finds no history of what was deleted: where that was is not known any more', async () => {
    const [mine, theirs] = [inside.id, outside.id];
    for (const id of [mine, theirs]) await blotter.deleteOperation.execute(ada, id, 'any');
    for (const id of [mine, theirs])
      for (const afterVersion of [0, 1]) {
        const history = blotter.readOperationHistory.execute(token, id, { limit: 5, afterVersion });
        expect(await sayingOf(history)).to.deep.equal(NO_OPERATION);
      }
  });

  it('changes, replaces and deletes no operation outside', async () => {
    for (const work of [
      () => change(outside.id, { note: 'x' }),
      () => replace(outside.id, { accountId: second }),
      () => blotter.deleteOperation.execute(token, outside.id, 'any'),
    ])
      expect(await sayingOf(work())).to.deep.equal(NO_OPERATION);
    await unchanged();
  });

  it('is not told the version of an operation outside', async () => {
    const stale = blotter.changeOperation.execute(token, outside.id, { note: 'x' }, [7]);
    expect(await sayingOf(stale)).to.deep.equal(NO_OPERATION);
  });

  it('moves no operation out', async () => {
    expect(await sayingOf(change(inside.id, { accountId: main }))).to.deep.equal(NO_ACCOUNT);
    expect(await sayingOf(replace(inside.id, { accountId: main }))).to.deep.equal(NO_ACCOUNT);
    expect(await historyOf(blotter, ada, inside.id)).to.deep.equal(['1 created']);
  });

  it('records nothing outside, and is not told what is taken there', async () => {
    expect(await sayingOf(record({ accountId: main }))).to.deep.equal(NO_ACCOUNT);
    expect(await sayingOf(record({ accountId: main, externalId: '1' }))).to.deep.equal(NO_ACCOUNT);
    expect(await violationsOf(record({ accountId: 'main' }))).to.deep.equal(['accountId INVALID_FORMAT']);
    expect((await list({}, 10, ada)).rows).to.have.length(2);
  });

  it('has no default account when that is another one, and has to name one', async () => {
    expect(await violationsOf(record({}))).to.deep.equal(['accountId REQUIRED']);
    expect(await violationsOf(replace(inside.id, {}))).to.deep.equal(['accountId REQUIRED']);
    const narrow = await signedInBy(await aTokenOf(blotter, ada, { accountIds: [main] }));
    expect(doneOf(await record({}, narrow)).fields.accountId).to.equal(main);
  });

  it('lists no operation outside, page by page, and no other account’s', async () => {
    const more = await booked(blotter, ada, { accountId: third });
    await booked(blotter, ada, { accountId: main });
    const idsOf = async (filter: WantedOperations, limit?: number) => {
      const page = await list(filter, limit);
      return [page.rows.map(({ id }) => id), page.more];
    };
    expect(await idsOf({}, 1)).to.deep.equal([[inside.id], true]);
    expect(await idsOf({}, 2)).to.deep.equal([[inside.id, more.id], false]);
    expect(await idsOf({ accountId: second })).to.deep.equal([[inside.id], false]);
    expect(await sayingOf(list({ accountId: main }))).to.deep.equal(NO_ACCOUNT);
  });

  it('reads nothing of another user’s either, be it an admin’s', async () => {
    const root = await anActor(blotter, { email: 'root@example.com' }, 'admin');
    const roots = (await blotter.accounts.findDefault(root.userId))!;
    const narrow = await signedInBy(await aTokenOf(blotter, root, { accountIds: [roots] }));
    const page = { filter: {}, newestFirst: false, limit: 10, after: null };
    expect(await sayingOf(blotter.findAccount.execute(narrow, main, ada.userId))).to.deep.equal(NO_ACCOUNT);
    expect((await blotter.listAccounts.execute(narrow, { limit: 9, after: null }, ada.userId)).rows).to.deep.equal([]);
    expect((await blotter.listOperations.execute(narrow, page, ada.userId)).rows).to.deep.equal([]);
    expect(await sayingOf(blotter.findOperation.execute(narrow, outside.id, ada.userId))).to.deep.equal(NO_OPERATION);
  });

  it('has nothing left once its accounts are closed', async () => {
    const fourth = await open('Fourth');
    const narrow = await signedInBy(await aTokenOf(blotter, ada, { accountIds: [fourth] }));
    await blotter.closeAccount.execute(ada, fourth, 'any');
    expect((await blotter.listAccounts.execute(narrow, { limit: 10, after: null })).rows).to.deep.equal([]);
    expect(await sayingOf(record({ accountId: fourth }, narrow))).to.deep.equal(NO_ACCOUNT);
  });

  it('does inside whatever its user may', async () => {
    const recorded = doneOf(await record({ accountId: third }));
    expect((await change(recorded.id, { accountId: second })).fields.accountId).to.equal(second);
    expect((await replace(recorded.id, { accountId: third })).version).to.equal(3);
    expect((await blotter.findOperation.execute(token, recorded.id)).account_id).to.equal(third);
    expect(await historyOf(blotter, token, recorded.id)).to.deep.equal(['1 created', '2 changed', '3 replaced']);
    await blotter.deleteOperation.execute(token, recorded.id, 'any');
    expect((await blotter.changeAccount.execute(token, third, { name: 'C' }, 'any')).name).to.equal('C');
    expect((await blotter.findAccount.execute(token, third)).name).to.equal('C');
    await blotter.closeAccount.execute(token, third, 'any');
    await unchanged();
  });

  it('does no more than an auditor when its user is one', async () => {
    const eva = await anActor(blotter, { email: 'eva@example.com' }, 'auditor');
    const evas = (await blotter.accounts.findDefault(eva.userId))!;
    const narrow = await signedInBy(await aTokenOf(blotter, eva, { accountIds: [evas] }));
    expect(await refusalCodeOf(record({ accountId: evas }, narrow))).to.equal('FORBIDDEN');
  });
});
