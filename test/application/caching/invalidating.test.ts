import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { MemoryCache } from '#adapters/outbound/memory/memory-cache.ts';
import { tags } from '#application/caching/tags.ts';
import type { Cache } from '#application/ports/cache.ts';
import type { Repositories } from '#application/ports/unit-of-work.ts';
import { Refusal } from '#application/refusal.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import {
  aDigest,
  aLinkJob,
  aMailedTokenOf,
  anAccountOf,
  anAnswer,
  anOperationOf,
  aSessionOf,
  aTokenOf,
  book,
  bookAll,
  changeOf,
  deletionOf,
  ids,
  type Settler,
  settle,
} from '#test/contracts/settlers.ts';
import { anOperationDraft, LATER } from '#test/domain/builders.ts';
import { cachedPorts, memoryPorts } from '../doubles/memory-ports.ts';

type Work = (repositories: Repositories) => Promise<unknown>;

const doer = { userId: null, credentialId: null, client: { address: null, userAgent: null } };

describe('What a write invalidates', () => {
  let cache: MemoryCache;
  let plain: ReturnType<typeof memoryPorts>;
  let ports: ReturnType<typeof cachedPorts<ReturnType<typeof memoryPorts>>>;
  let ada: Settler;
  let bea: Settler;

  beforeEach(async () => {
    cache = new MemoryCache();
    plain = memoryPorts();
    ports = cachedPorts(plain, cache);
    [ada, bea] = [await settle(plain), await settle(plain)];
  });
  afterEach(() => cache.close());

  const operationOf = (settler: Settler) => anOperationOf(settler, anOperationDraft());
  const tagsOf = (name: string, { user, account }: Settler, operationId: string) => ({
    [`${name}`]: tags.person(user.id),
    [`the ledger of ${name}`]: tags.ledger(user.id),
    [`the operations of ${name}`]: tags.operations(user.id),
    [`the accounts of ${name}`]: tags.accounts(user.id),
    [`the account of ${name}`]: tags.account(account.id),
    [`the operation of ${name}`]: tags.operation(operationId),
  });
  /** Keeps a value of each sort, does the work, and tells which are gone. */
  const goneAfter = async (work: () => Promise<unknown>, operationId = 'none'): Promise<string[]> => {
    const all = {
      everybody: tags.everybody,
      ...tagsOf('Ada', ada, operationId),
      ...tagsOf('Bea', bea, 'another'),
    };
    const look = async (tag: string, value: string) =>
      cache.getOrCompute(tag, { name: 'answers', schema: 1, milliseconds: 60_000, tags: [tag] }, async () => value);
    cache.clear();
    for (const tag of Object.values(all)) await look(tag, 'before');
    await work().catch(() => {});
    const gone: string[] = [];
    for (const [title, tag] of Object.entries(all)) if ((await look(tag, 'after')) === 'after') gone.push(title);
    return gone;
  };
  const goneAfterWork = (work: Work, operationId?: string) => goneAfter(() => ports.unitOfWork.run(work), operationId);

  it('is the lists of a new operation’s owner, also when it was booked before, or is refused as such', async () => {
    const answer = anAnswer(ada.user, 'a key');
    const operation = anOperationOf(ada, anOperationDraft({ source: 'ibkr', externalId: '1' }));
    expect(await goneAfter(() => book(ports, operation, answer))).to.deep.equal(['the operations of Ada']);
    expect(await goneAfter(() => book(ports, operationOf(ada), answer))).to.deep.equal(['the operations of Ada']);
    const again = anOperationOf(ada, anOperationDraft({ source: 'ibkr', externalId: '1' }));
    expect(await goneAfter(() => book(ports, again))).to.deep.equal(['the operations of Ada']);
  });

  it('is an operation that has changed, with the lists of its owner', async () => {
    const operation = operationOf(ada);
    await bookAll(plain, [operation]);
    const touched = ['the operations of Ada', 'the operation of Ada'];
    const changed = operation.change({ note: 'changed' }, LATER);
    const change: Work = ({ operations }) => operations.save(changed, changeOf(operation, changed));
    const deletion: Work = ({ operations }) => operations.delete(changed, deletionOf(changed, LATER));
    for (const work of [change, deletion]) expect(await goneAfterWork(work, operation.id)).to.deep.equal(touched);
  });

  it('is an account and the list of accounts, and the lists that may be narrowed to it once it is deleted', async () => {
    const touched = ['the accounts of Ada', 'the account of Ada'];
    const renamed = ada.account.change({ name: 'Renamed' }, LATER);
    expect(await goneAfterWork(({ accounts }) => accounts.save(renamed))).to.deep.equal(touched);
    expect(await goneAfterWork(({ accounts }) => accounts.save(anAccountOf(ada.user, { name: 'New' })))).to.deep.equal([
      'the accounts of Ada',
    ]);
    expect((await goneAfterWork(({ accounts }) => accounts.delete(renamed))).toSorted()).to.deep.equal(
      ['the operations of Ada', ...touched].toSorted(),
    );
  });

  it('is who somebody is, when they, their sessions or their tokens change', async () => {
    const works: Record<string, Work> = {
      'the user': ({ users }) => users.save(ada.user.kept({ role: 'auditor' })),
      'the password': ({ users }) => users.changePassword(ada.user.id, 'a hash'),
      'a token': ({ tokens }) => tokens.delete(ada.user.id, aDigest()),
      'a token by its id': ({ tokens }) => tokens.deleteById(ada.user.id, ids.next(), 'login'),
      'all tokens': ({ tokens }) => tokens.deleteAllOf(ada.user.id),
      'all logins': ({ tokens }) => tokens.deleteLoginsOf(ada.user.id, null),
      'a session': ({ sessions }) => sessions.end(ada.user.id, ids.next()),
      'another id': ({ sessions }) => sessions.renew(ada.user.id, ids.next(), ids.next()),
      'all sessions': ({ sessions }) => sessions.endAllOf(ada.user.id, null),
    };
    for (const [title, work] of Object.entries(works)) expect(await goneAfterWork(work), title).to.deep.equal(['Ada']);
    for (const work of [
      ({ tokens }: Repositories) => tokens.deleteAllLogins(),
      ({ sessions }: Repositories) => sessions.endAll(),
    ])
      expect(await goneAfterWork(work)).to.deep.equal(['everybody']);
  });

  it('is who somebody is, when the oldest of too many credentials end, and nothing when there are not too many', async () => {
    const keepOne: Work = async ({ tokens, sessions }) => {
      await tokens.keepNewestLogins(ada.user.id, 1);
      await sessions.keepNewest(ada.user.id, 1);
    };
    await plain.unitOfWork.run(({ tokens }) => tokens.save(aTokenOf(ada.user)));
    expect(await goneAfterWork(keepOne)).to.deep.equal([]);
    await plain.unitOfWork.run(({ tokens }) => tokens.save(aTokenOf(ada.user)));
    expect(await goneAfterWork(keepOne)).to.deep.equal(['Ada']);
  });

  it('is who a user is and all that they own, when they go', async () => {
    expect(await goneAfterWork(({ users }) => users.delete(ada.user.id))).to.deep.equal(['Ada', 'the ledger of Ada']);
  });

  it('is all that a user owns, when a write was answered before: who did it may have died before it told anybody', async () => {
    const claim: Work = ({ answers }) => answers.claim(anAnswer(ada.user, 'a key'));
    expect(await goneAfterWork(claim)).to.deep.equal([]);
    expect(await goneAfterWork(claim)).to.deep.equal(['the ledger of Ada']);
  });

  it('is nothing where nothing changes that is kept', async () => {
    const work: Work = async ({ users, tokens, sessions, mailedTokens, jobs, audit, accounts, operations }) => {
      await users.find(ada.user.id);
      await users.findByEmail(ada.user.email);
      await users.lockAdmins();
      await tokens.save(aTokenOf(ada.user));
      await sessions.add(aSessionOf(ada.user));
      await mailedTokens.keep(aMailedTokenOf(ada.user));
      await jobs.add(aLinkJob());
      await audit.record({ action: 'sign_in.succeeded', by: doer, to: { userId: ada.user.id } });
      await accounts.find(ada.user.id, ada.account.id);
      await operations.find(ada.user.id, ids.next());
    };
    expect(await goneAfterWork(work)).to.deep.equal([]);
  });

  it('is told also when the write fails: it may have happened all the same', async () => {
    const done = goneAfterWork(async ({ users }) => {
      await users.changePassword(ada.user.id, 'a hash');
      throw new Refusal('UNAVAILABLE', 'The database does not answer.');
    });
    expect(await done).to.deep.equal(['Ada']);
  });

  it('is announced before it happens, and told, with the announcement, after that', async () => {
    const events: string[] = [];
    const slow = cachedPorts(
      {
        ...plain,
        unitOfWork: {
          run: async <T>(work: (repositories: Repositories) => Promise<T>): Promise<T> => {
            const outcome = await plain.unitOfWork.run(work);
            events.push('committed');
            return outcome;
          },
        },
        journal: {
          record: (...args) => {
            events.push('recorded');
            return plain.journal.record(...args);
          },
        },
      },
      cache,
    );
    const watched: Cache = cache;
    watched.announce = async ([tag]) => {
      await setImmediate();
      events.push(`announced ${tag}`);
      return `announcement of ${tag}`;
    };
    watched.invalidateTags = async (all, announcements) => {
      events.push(`told ${all} after the ${announcements}`);
    };
    const [person, operations] = [tags.person(ada.user.id), tags.operations(ada.user.id)];
    await slow.unitOfWork.run(({ users }) => users.changePassword(ada.user.id, 'a hash'));
    await book(slow, operationOf(ada));
    expect(events).to.deep.equal([
      `announced ${person}`,
      'committed',
      `told ${person} after the announcement of ${person}`,
      `announced ${operations}`,
      'recorded',
      `told ${operations} after the announcement of ${operations}`,
    ]);
  });

  it('leaves who writes with an answer only when it could be told', async () => {
    cache.invalidateTags = () => Promise.reject(new Refusal('UNAVAILABLE', 'Nobody can be told.'));
    const work: Work = ({ users }) => users.changePassword(ada.user.id, 'a hash');
    expect(await refusalCodeOf(ports.unitOfWork.run(work))).to.equal('UNAVAILABLE');
    expect(await refusalCodeOf(book(ports, operationOf(ada)))).to.equal('UNAVAILABLE');
  });
});
