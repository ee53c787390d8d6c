import { expect } from 'chai';
import { connectionSettings } from '#adapters/outbound/postgres/connect.ts';
import type { Repositories } from '#application/ports/unit-of-work.ts';
import { inChunks } from '#test/application/imports/chunks.ts';
import { refusalOf } from '#test/application/refusals.ts';
import { anOperationDraft, NOW } from '#test/domain/builders.ts';
import { bring } from './brought.ts';
import { anAccountOf, anOperationOf, book, type Settler, settle } from './settlers.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { untilSomebodyWaits } from './until.ts';
import { Wire } from './wire.ts';

const UNAVAILABLE = 'UNAVAILABLE: database';

describe('When PostgreSQL is', () => {
  let wire: Wire;
  let store: PostgresStore;
  let ada: Settler;

  const openStore = async (parameters = '') => {
    store = await openPostgresStore({
      way: async (url) => {
        wire = await Wire.to(url);
        return wire.url + parameters;
      },
      transactions: { poolSize: 2, acquireMilliseconds: 300 },
    });
    ada = await settle(store);
  };
  const closeStore = async () => {
    wire.thaw();
    await store.close();
    await wire.unplug();
  };

  const readAccount = ({ accounts }: Repositories) => accounts.find(ada.user.id, ada.account.id);
  const reads = (): Record<string, () => Promise<unknown>> => ({
    operation: () => store.operations.find(ada.user.id, ada.account.id),
    operations: () => store.operations.page(ada.user.id, { filter: {}, newestFirst: true, limit: 1, after: null }),
    history: () => store.operations.history(ada.user.id, ada.account.id, { limit: 1, afterVersion: 0 }),
    account: () => store.accounts.find(ada.user.id, ada.account.id),
    accounts: () => store.accounts.list(ada.user.id, { limit: 1, after: null, only: null }),
    'default account': () => store.accounts.findDefault(ada.user.id),
    credentials: () => store.users.findCredentials(ada.user.email),
    user: () => store.users.findById(ada.user.id),
    users: () => store.users.list({ limit: 1, after: null }),
    'any admin': () => store.users.hasAdmin(),
    sessions: () => store.credentials.listSignedIn(ada.user.id, NOW),
    tokens: () => store.credentials.listTokens(ada.user.id, NOW),
    'who has a session': () => store.principals.findBySession(ada.user.id, ada.account.id, NOW),
    'who has a token': () => store.principals.findByToken('A'.repeat(43), NOW),
  });
  const writes = (): Record<string, () => Promise<unknown>> => ({
    journal: () => book(store, anOperationOf(ada, anOperationDraft())),
    'unit of work': () => store.unitOfWork.run(readAccount),
    housekeeping: () => store.housekeeping.purgeExpired(NOW),
    'hand-over': () => store.jobRuns.handOver(1, async () => {}),
    'begin of a run': () => store.jobRuns.begin({ id: ada.user.id, userId: null, jobId: ada.user.id }, ada.user.id),
  });
  const useCredentials = async () => {
    for (const kind of ['session', 'token'] as const)
      await store.credentialUsage.record(
        ada.user.id,
        { kind, id: ada.account.id, createdAt: NOW, lastUsedAt: null, expiresAt: null },
        NOW,
      );
  };
  const refused = async (work: Promise<unknown>) => {
    const { code, facts } = await refusalOf(work);
    return `${code}: ${facts.part}`;
  };
  const expectEach = async (works: Record<string, () => Promise<unknown>>) => {
    for (const [name, work] of Object.entries(works)) expect(await refused(work()), name).to.equal(UNAVAILABLE);
  };
  const expectEachRead = () => Promise.all(Object.values(reads()).map((read) => read()));
  const expectAllWell = async () => {
    for (const work of Object.values({ ...reads(), ...writes() })) await work();
  };

  describe('not there', () => {
    beforeEach(() => openStore());
    afterEach(closeStore);

    it('each port says that it is UNAVAILABLE, and works again when it is back', async () => {
      await expectAllWell();
      await wire.unplug();
      await expectEach({ ...reads(), ...writes() });
      await wire.plugIn();
      await expectAllWell();
    });

    it('no request fails because the use of its credential cannot be noted', async () => {
      await wire.unplug();
      await useCredentials();
    });
  });

  describe('frozen', () => {
    beforeEach(() => openStore('?query_timeout=250'));
    afterEach(closeStore);

    it('each port says after a while that it is UNAVAILABLE, and works again when it is back', async () => {
      await expectAllWell();
      wire.freeze();
      const works = Object.values({ ...reads(), ...writes() });
      const said = await Promise.all(works.map((work) => refused(work())));
      expect(new Set(said)).to.deep.equal(new Set([UNAVAILABLE]));
      wire.thaw();
      await expectAllWell();
    });

    it('no request fails because the use of its credential cannot be noted', async () => {
      wire.freeze();
      await useCredentials();
    });

    it('the server has its time to say no itself first', () => {
      const { query_timeout, statement_timeout, lock_timeout } = connectionSettings('');
      expect(query_timeout).to.be.within(Math.max(Number(statement_timeout), Number(lock_timeout)) + 1, 15_000);
    });
  });

  describe('cut off', () => {
    beforeEach(() => openStore());
    afterEach(closeStore);

    it('a read is asked again, unseen', async () => {
      for (const [name, read] of Object.entries(reads())) {
        const before = await read();
        const asked = read();
        wire.cut();
        expect(await asked, name).to.deep.equal(before);
      }
    });

    it('a purge that is waiting says that it is UNAVAILABLE, and the next one works', async () => {
      const holder = await store.sql.connect();
      await holder.query('BEGIN; LOCK TABLE access_tokens');
      const waiting = refused(store.housekeeping.purgeExpired(NOW));
      await untilSomebodyWaits(store.sql);
      wire.cut();
      expect(await waiting).to.equal(UNAVAILABLE);
      await holder.query('ROLLBACK');
      holder.release();
      expect(await store.housekeeping.purgeExpired(NOW)).to.equal(0);
    });

    it('a unit of work in the middle is UNAVAILABLE, and leaves nothing behind', async () => {
      const account = anAccountOf(ada.user);
      const work = store.unitOfWork.run(async ({ accounts }) => {
        await accounts.save(account);
        wire.cut();
        await accounts.save(anAccountOf(ada.user));
      });
      expect(await refused(work)).to.equal(UNAVAILABLE);
      expect(await store.accounts.find(ada.user.id, account.id)).to.equal(null);
      expect(await store.unitOfWork.run(readAccount)).to.deep.equal(ada.account);
    });

    it('a unit of work at its commit is UNAVAILABLE, and leaves nothing behind', async () => {
      const account = anAccountOf(ada.user);
      const work = store.unitOfWork.run(async ({ accounts }) => {
        await accounts.save(account);
        wire.cut();
      });
      expect(await refused(work)).to.equal(UNAVAILABLE);
      expect(await store.accounts.find(ada.user.id, account.id)).to.equal(null);
      expect(await store.unitOfWork.run(readAccount)).to.deep.equal(ada.account);
    });
  });

  describe('busy', () => {
    beforeEach(() => openStore());
    afterEach(closeStore);

    it('a unit of work that finds no free connection in time is UNAVAILABLE', async () => {
      const { promise: over, resolve: finish } = Promise.withResolvers<void>();
      const busy = [1, 2].map(() => store.unitOfWork.run(() => over));
      expect(await refused(store.unitOfWork.run(readAccount))).to.equal(UNAVAILABLE);
      finish();
      await Promise.all(busy);
      expect(await store.unitOfWork.run(readAccount)).to.deep.equal(ada.account);
    });

    it('a unit of work whose row another one holds for too long is UNAVAILABLE', async () => {
      const said = await store.unitOfWork.run(async (first) => {
        await readAccount(first);
        return refused(store.unitOfWork.run(readAccount));
      });
      expect(said).to.equal(UNAVAILABLE);
      expect(await store.unitOfWork.run(readAccount)).to.deep.equal(ada.account);
    });
  });

  describe('without room on its disk', () => {
    beforeEach(() => openStore());
    afterEach(closeStore);

    it('what writes says so, reads go on, and it is written again when there is room', async () => {
      const save = () => store.unitOfWork.run(({ accounts }) => accounts.save(anAccountOf(ada.user)));
      const file = await bring(store, ada);
      const send = () => store.importFiles.write(ada.user.id, file.id, inChunks('a piece'));
      await store.sql.query(
        `CREATE FUNCTION no_room() RETURNS trigger AS $$ BEGIN RAISE disk_full; END $$ LANGUAGE plpgsql`,
      );
      for (const table of ['accounts', 'import_chunks'])
        await store.sql.query(`CREATE TRIGGER no_room BEFORE INSERT ON ${table} EXECUTE FUNCTION no_room()`);
      for (const write of [save, send]) {
        const { code, message } = await refusalOf(write());
        expect(`${code}: ${message}`).to.match(/^UNAVAILABLE: The disk of the database is full/);
      }
      await expectEachRead();
      await store.sql.query('DROP FUNCTION no_room CASCADE');
      await save();
      expect(await send()).to.equal(7);
    });
  });
});
