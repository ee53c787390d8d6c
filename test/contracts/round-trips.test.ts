import type { Actor } from '#application/identity/actor.ts';
import type { Repeatable } from '#application/ports/repeatable.ts';
import type { Account } from '#domain/ledger/account.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { doneOf } from '#test/application/blotter.ts';
import { refusalOf } from '#test/application/refusals.ts';
import { anOperationDraft } from '#test/domain/builders.ts';
import { MeasuredBlotter, type Work } from './measured-blotter.ts';
import { ids } from './settlers.ts';

const COSTS = {
  'an operation in a named account': [1, 1],
  'an operation in a named account with an Idempotency-Key': [1, 1],
  'an operation in the default account with an Idempotency-Key': [2, 2],
  'the repetition of an operation': [2, 2],
  'an operation whose external id is taken': [2, 2],
  'a page of operations': [1, 1],
  'a page of operations of an account that has some': [1, 1],
  'a page of operations of an empty account': [2, 2],
  'a page of operations, with a token for some accounts': [1, 1],
  'one operation': [1, 1],
  'one operation, with a token for some accounts': [1, 1],
  'the history of an operation': [1, 1],
  'the history of an operation, with a token for some accounts': [3, 3],
  'the change of an operation': [5, 5],
  'the change of an operation with an external id': [6, 6],
  'a change of an operation that changes nothing': [3, 3],
  'the replacement of an operation': [5, 5],
  'the deletion of an operation': [5, 5],
  'the opening of an account': [3, 3],
  'the opening of an account with an Idempotency-Key': [4, 4],
  'the accounts': [1, 1],
  'one account': [1, 1],
  'the change of an account': [4, 4],
  'the closing of an account': [4, 4],
  'a purge of nothing': [12, 12],
} as const;

describe('A ledger on PostgreSQL', () => {
  const blotter = MeasuredBlotter.ofSuite();
  let use: MeasuredBlotter['use'];
  let ada: Actor;
  let main: string;

  before(async () => {
    ({ use } = blotter);
    const { id } = await blotter.register();
    ada = { userId: id, role: 'user' };
    main = (await blotter.store.accounts.findDefault(id))!;
    // From here on every pool has its connection.
    await record();
    await page();
  });

  const withKey = <T>(): Repeatable<T> => ({ key: ids.next(), fingerprint: Buffer.alloc(32), answer: () => '{}' });
  const draftOf = (draft: OperationDraft) => anOperationDraft({ accountId: main, ...draft });
  const record = async (draft: OperationDraft = {}, repeatable: Repeatable<Operation> | null = null) =>
    doneOf(await use.recordOperation.execute(ada, draftOf(draft), repeatable));
  const openAccount = async (repeatable: Repeatable<Account> | null = null) =>
    doneOf(await use.openAccount.execute(ada, { name: 'Second', currency: 'USD' }, repeatable));
  const narrowed = (): Actor => ({ ...ada, accountIds: [main] });
  const history = (actor: Actor, id: string) =>
    use.readOperationHistory.execute(actor, id, { limit: 50, afterVersion: 0 });
  const page = (accountId?: string, actor = ada) =>
    use.listOperations.execute(actor, { filter: { accountId }, newestFirst: true, limit: 50, after: null });

  const now = (work: Work) => async () => work;
  const withOperation = (work: (id: string) => Promise<unknown>, draft?: () => OperationDraft) => async () => {
    const { id } = await record(draft?.());
    return () => work(id);
  };
  const withAccount = (work: (id: string) => Promise<unknown>) => async () => {
    const { id } = await openAccount();
    return () => work(id);
  };
  const externalId = () => ({ externalId: ids.next() });
  const change = (id: string, patch: OperationDraft) => use.changeOperation.execute(ada, id, patch, 'any');

  blotter.expectCosts(COSTS, {
    'an operation in a named account': now(() => record()),
    'an operation in a named account with an Idempotency-Key': now(() => record({}, withKey())),
    'an operation in the default account with an Idempotency-Key': now(() => record({ accountId: null }, withKey())),
    'the repetition of an operation': async () => {
      const repeatable = withKey<Operation>();
      await record({}, repeatable);
      return () => use.recordOperation.execute(ada, draftOf({}), repeatable);
    },
    'an operation whose external id is taken': async () => {
      const taken = externalId();
      await record(taken);
      return () => refusalOf(record(taken));
    },
    'a page of operations': now(() => page()),
    'a page of operations of an account that has some': now(() => page(main)),
    'a page of operations of an empty account': withAccount((id) => page(id)),
    'a page of operations, with a token for some accounts': now(() => page(undefined, narrowed())),
    'one operation': withOperation((id) => use.findOperation.execute(ada, id)),
    'one operation, with a token for some accounts': withOperation((id) => use.findOperation.execute(narrowed(), id)),
    'the history of an operation': withOperation((id) => history(ada, id)),
    'the history of an operation, with a token for some accounts': withOperation((id) => history(narrowed(), id)),
    'the change of an operation': withOperation((id) => change(id, { quantity: '2' })),
    'the change of an operation with an external id': withOperation((id) => change(id, { quantity: '2' }), externalId),
    'a change of an operation that changes nothing': withOperation((id) => change(id, {})),
    'the replacement of an operation': withOperation((id) =>
      use.replaceOperation.execute(ada, id, draftOf({ quantity: '2' }), 'any'),
    ),
    'the deletion of an operation': withOperation((id) => use.deleteOperation.execute(ada, id, 'any')),
    'the opening of an account': now(() => openAccount()),
    'the opening of an account with an Idempotency-Key': now(() => openAccount(withKey())),
    'the accounts': now(() => use.listAccounts.execute(ada, { limit: 50, after: null })),
    'one account': now(() => use.findAccount.execute(ada, main)),
    'the change of an account': withAccount((id) => use.changeAccount.execute(ada, id, { name: 'B' }, 'any')),
    'the closing of an account': withAccount((id) => use.closeAccount.execute(ada, id, 'any')),
    'a purge of nothing': now(() => use.purgeExpired.execute()),
  });
});
