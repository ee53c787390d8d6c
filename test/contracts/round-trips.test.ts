import { expect } from 'chai';
import { RememberedPrincipalQueries } from '#adapters/outbound/memory/remembered-principal-queries.ts';
import { PostgresProcessCensus } from '#adapters/outbound/postgres/postgres-process-census.ts';
import { RandomTokenSecrets } from '#adapters/outbound/security/random-token-secrets.ts';
import type { Actor } from '#application/identity/actor.ts';
import type { Repeatable } from '#application/ports/repeatable.ts';
import type { User } from '#domain/identity/user.ts';
import type { Account } from '#domain/ledger/account.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { doneOf, PASSWORD } from '#test/application/blotter.ts';
import { FixedClock } from '#test/application/doubles/fixed-clock.ts';
import { QuickPasswordHasher } from '#test/application/doubles/quick-password-hasher.ts';
import { refusalOf } from '#test/application/refusals.ts';
import { useCasesOver } from '#test/application/use-cases.ts';
import { anOperationDraft } from '#test/domain/builders.ts';
import { PostgresTraffic } from './postgres-traffic.ts';
import { ids } from './settlers.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { Wire } from './wire.ts';

/** Round trips and statements. Each costs a network's latency, and keeps a connection busy: to change one of these numbers is a decision. */
const COSTS = {
  'an operation in a named account': [1, 1],
  'an operation in a named account with an Idempotency-Key': [1, 1],
  'an operation in the default account with an Idempotency-Key': [2, 2],
  'the repetition of an operation': [2, 2],
  'an operation whose external id is taken': [2, 2],
  'a page of operations': [1, 1],
  'a page of operations of an account that has some': [1, 1],
  'a page of operations of an empty account': [2, 2],
  'one operation': [1, 1],
  'the history of an operation': [1, 1],
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
  'a registration': [4, 4],
  'a sign-in': [1, 1],
  'an access token': [3, 3],
  // The last of each asks whether other processes are told.
  'the end of an access token': [4, 4],
  'a look at who stands behind a token': [1, 1],
  'the second look of a process that is alone': [0, 0],
  'a look at whose a session is': [1, 1],
  'the profile': [1, 1],
  'a new password': [6, 6],
  'a purge of nothing': [5, 5],
} as const;

type Work = () => Promise<unknown>;
/** Makes what is needed, and gives the work that is counted. */
type Prepare = () => Promise<Work>;

describe('On PostgreSQL', () => {
  const traffic = new PostgresTraffic();
  let wire: Wire;
  let store: PostgresStore;
  let use: ReturnType<typeof useCasesOver>;
  let alone = false;
  let census: PostgresProcessCensus;
  let user: User;
  let ada: Actor;
  let main: string;

  before(async () => {
    store = await openPostgresStore({
      way: async (url) => {
        wire = await Wire.to(url, () => traffic.listen());
        return wire.url;
      },
    });
    census = new PostgresProcessCensus(
      wire.url,
      () => {},
      () => {},
    );
    await census.join();
    use = useCasesOver({
      ...store,
      principals: new RememberedPrincipalQueries(store.principals, {
        alone: () => alone,
        counted: () => census.counted(),
      }),
      hasher: new QuickPasswordHasher(),
      secrets: new RandomTokenSecrets(),
      ids,
      clock: new FixedClock(),
    });
    user = await register();
    ada = { userId: user.id, role: 'user' };
    main = (await store.accounts.findDefault(user.id))!;
    // From here on every pool has its connection.
    await record();
    await page();
  });
  beforeEach(() => {
    alone = false;
  });
  after(async () => {
    await census.leave();
    await store.close();
    await wire.unplug();
  });

  const register = () =>
    use.registerUser.execute({ email: `${ids.next()}@example.com`, password: PASSWORD, username: 'Ada' });
  const withKey = <T>(): Repeatable<T> => ({ key: ids.next(), fingerprint: Buffer.alloc(32), answer: () => '{}' });
  const draftOf = (draft: OperationDraft) => anOperationDraft({ accountId: main, ...draft });
  const record = async (draft: OperationDraft = {}, repeatable: Repeatable<Operation> | null = null) =>
    doneOf(await use.recordOperation.execute(ada, draftOf(draft), repeatable));
  const openAccount = async (repeatable: Repeatable<Account> | null = null) =>
    doneOf(await use.openAccount.execute(ada, { name: 'Second', currency: 'USD' }, repeatable));
  const page = (accountId?: string) =>
    use.listOperations.execute(ada, { filter: { accountId }, newestFirst: true, limit: 50, after: null });

  const now = (work: Work) => async () => work;
  const withOperation = (work: (id: string) => Promise<unknown>, draft?: () => OperationDraft) => async () => {
    const { id } = await record(draft?.());
    return () => work(id);
  };
  const withAccount = (work: (id: string) => Promise<unknown>) => async () => {
    const { id } = await openAccount();
    return () => work(id);
  };
  const withToken = (work: (secret: string) => Promise<unknown>) => async () => {
    const { secret } = await use.issueAccessToken.execute(user.id);
    await use.authenticate.byToken(secret);
    return () => work(secret);
  };
  const externalId = () => ({ externalId: ids.next() });
  const change = (id: string, patch: OperationDraft) => use.changeOperation.execute(ada, id, patch, 'any');

  const works: Record<keyof typeof COSTS, Prepare> = {
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
    'a page of operations of an empty account': withAccount(page),
    'one operation': withOperation((id) => use.findOperation.execute(ada, id)),
    'the history of an operation': withOperation((id) =>
      use.readOperationHistory.execute(ada, id, { limit: 50, afterVersion: 0 }),
    ),
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
    'a registration': now(register),
    'a sign-in': now(() => use.signIn.execute(user.email, PASSWORD)),
    'an access token': now(() => use.issueAccessToken.execute(user.id)),
    'the end of an access token': withToken((secret) => use.revokeAccessToken.execute(secret)),
    'a look at who stands behind a token': withToken((secret) => use.authenticate.byToken(secret)),
    'the second look of a process that is alone': async () => {
      alone = true;
      return withToken((secret) => use.authenticate.byToken(secret))();
    },
    'a look at whose a session is': now(() => use.authenticate.bySession(user.id, 1)),
    'the profile': now(() => use.readProfile.execute(ada)),
    'a new password': async () => {
      const { email } = await register();
      return () => use.resetPassword.execute(email, 'another horse battery');
    },
    'a purge of nothing': now(() => use.purgeExpired.execute()),
  };

  for (const [title, [roundTrips, statements]] of Object.entries(COSTS)) {
    it(`${title} costs ${roundTrips} round trip${roundTrips === 1 ? '' : 's'}`, async () => {
      const work = await works[title as keyof typeof COSTS]();
      expect(await traffic.of(work)).to.deep.equal({ roundTrips, statements });
    });
  }
});
