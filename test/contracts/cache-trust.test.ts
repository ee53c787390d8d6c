import { expect } from 'chai';
import {
  type Membership,
  PlaceTakenError,
  PostgresCacheTrust,
} from '#adapters/outbound/postgres/postgres-cache-trust.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { until } from './until.ts';
import { Wire } from './wire.ts';

const HELD = `SELECT pid, objid FROM pg_locks JOIN pg_database ON database = pg_database.oid
 WHERE locktype = 'advisory' AND datname = current_database() AND granted`;
const PATIENCE_MILLISECONDS = 800;

type Member = { readonly trust: PostgresCacheTrust; readonly told: readonly string[] };

describe('The trust in the cache, kept by PostgreSQL', () => {
  let store: PostgresStore;
  let members: PostgresCacheTrust[];
  let wires: Wire[];

  before(async () => {
    store = await openPostgresStore();
  });
  after(() => store.close());
  beforeEach(() => {
    members = [];
    wires = [];
  });
  afterEach(async () => {
    await Promise.all(members.map((trust) => trust.leave()));
    await Promise.all(wires.map((wire) => wire.unplug()));
    await until('the locks are free again', async () => (await store.sql.query(HELD)).rows.length === 0);
  });

  /** A process that has not joined yet; `told` is what it was told, in order. */
  const aProcess = (membership: Membership, url = store.url): Member => {
    const told: string[] = [];
    const events = {
      onDoubt: () => told.push(`doubt, epoch: ${trust.epoch()}`),
      onError: () => told.push('lost'),
      onReplaced: (error: Error) => told.push(error.message),
    };
    const trust = new PostgresCacheTrust(url, membership, events, PATIENCE_MILLISECONDS);
    members.push(trust);
    return { trust, told };
  };
  const joined = async (membership: Membership, url?: string): Promise<Member> => {
    const member = aProcess(membership, url);
    await member.trust.join();
    return member;
  };
  /** One of those who share, whose cache can be reached, and who believes. */
  const believer = async (url?: string): Promise<Member> => {
    const member = await joined('shared', url);
    member.trust.reach(true);
    await until('it believes', () => member.trust.epoch() !== null);
    return member;
  };
  const agreed = (...all: readonly Member[]) =>
    until('all believe the same', () => new Set(all.map(({ trust }) => trust.epoch())).size === 1);
  const aWire = async (): Promise<Wire> => {
    const wire = await Wire.to(store.url);
    wires.push(wire);
    return wire;
  };
  const killConnections = () => store.sql.query(`SELECT pg_terminate_backend(pid) FROM (${HELD}) AS held`);
  const refusalOf = async (joining: Promise<unknown>): Promise<string> =>
    joining.then(
      () => 'taken in',
      (error) => (error instanceof PlaceTakenError ? error.message : String(error)),
    );

  describe('the place on a database', () => {
    it('is for one process that keeps values in its own memory: a second one is refused, and told what to do', async () => {
      await joined('sole');
      expect(await refusalOf(joined('sole'))).to.match(/^Another Blotter process .* set REDIS_URL for both\.$/);
    });

    it('is not for one that shares beside one that does not, nor the other way round', async () => {
      const sole = await joined('sole');
      expect(await refusalOf(joined('shared'))).to.match(/without REDIS_URL works on this database/);
      await sole.trust.leave();
      await joined('shared');
      expect(await refusalOf(joined('sole'))).to.match(/set REDIS_URL for both/);
    });

    it('is for any number of those that share, and of visitors beside either', async () => {
      await Promise.all([joined('shared'), joined('shared'), joined('visitor'), joined('shared'), joined('visitor')]);
      expect(members).to.have.length(5);
    });

    it('is free for a successor that comes while the former one is just leaving', async () => {
      const former = await joined('sole');
      const successor = joined('sole');
      await until('it waits', async () => {
        const { rows } = await store.sql.query(HELD.replace('AND granted', 'AND NOT granted'));
        return rows.length > 0;
      });
      await former.trust.leave();
      expect((await successor).trust.epoch()).not.to.equal(null);
    });

    it('is still its own after its connection was lost, even before the server has noticed that', async () => {
      const wire = await aWire();
      const { trust, told } = await joined('sole', wire.url);
      const former = trust.epoch();
      wire.cut();
      await until('it has joined again', () => trust.epoch() !== null && trust.epoch() !== former);
      expect(told).to.deep.equal(['doubt, epoch: null', 'lost']);
    });

    it('is lost for good to one that came while the connection was lost, and the former one is told', async () => {
      const wire = await aWire();
      const { told } = await joined('sole', wire.url);
      await wire.unplug();
      wires = [];
      await killConnections();
      await joined('sole');
      await wire.plugIn();
      wires.push(wire);
      await until('it is told', () => told.some((line) => line.startsWith('Another Blotter process')));
    });

    it('is not taken by one that leaves while it joins', async () => {
      const { trust } = aProcess('sole');
      const joining = trust.join();
      await trust.leave();
      await joining;
      expect((await joined('sole')).trust.epoch()).not.to.equal(null);
      expect(trust.epoch()).to.equal(null);
    });

    it('is not taken again by one that left while its connection was lost', async () => {
      const { trust, told } = await joined('sole');
      await killConnections();
      await until('it knows', () => told.includes('lost'));
      await trust.leave();
      expect((await joined('sole')).trust.epoch()).not.to.equal(null);
    });
  });

  describe('the epoch', () => {
    it('is none before joining, none for one whose cache cannot be reached, and another one each time', async () => {
      expect(aProcess('sole').trust.epoch()).to.equal(null);
      expect((await joined('shared')).trust.epoch()).to.equal(null);
      const { trust } = await believer();
      const first = trust.epoch();
      trust.reach(false);
      expect(trust.epoch()).to.equal(null);
      trust.reach(true);
      await until('it believes again', () => trust.epoch() !== null);
      expect(trust.epoch()).not.to.equal(first);
    });

    it('is one for all who share, also after another one has come', async () => {
      const [first, second] = [await believer(), await believer()];
      await agreed(first, second);
      const before = first.trust.epoch();
      const third = await believer();
      await agreed(first, second, third);
      expect(first.trust.epoch()).not.to.equal(before);
    });

    it('is over at once where the connection is lost', async () => {
      const wire = await aWire();
      const { trust, told } = await believer(wire.url);
      await wire.unplug();
      wires = [];
      await until('it knows', () => told.includes('lost'));
      expect(trust.epoch()).to.equal(null);
      expect(told.slice(0, 2)).to.deep.equal(['doubt, epoch: null', 'lost']);
    });
  });

  describe('distrust', () => {
    it('is over when nobody believes any more, whoever they are', async () => {
      const [first, second, third] = [await believer(), await believer(), await believer()];
      await agreed(first, second, third);
      const before = first.trust.epoch();
      await first.trust.distrust();
      expect([first.trust.epoch(), second.trust.epoch(), third.trust.epoch()]).to.deep.equal([null, null, null]);
      await until('all believe again', () => ![first, second, third].some(({ trust }) => trust.epoch() === null));
      await agreed(first, second, third);
      expect(first.trust.epoch()).not.to.equal(before);
    });

    it('lets nobody begin to believe while one who doubts cannot reach the cache, and is quick by then', async () => {
      const [away, other] = [await believer(), await believer()];
      away.trust.reach(false);
      await away.trust.distrust();
      const latecomer = await joined('shared');
      latecomer.trust.reach(true);
      for (let write = 0; write < 50; write += 1) {
        await away.trust.distrust();
        expect([other.trust.epoch(), latecomer.trust.epoch()]).to.deep.equal([null, null]);
      }
      away.trust.reach(true);
      await until('all believe', () => ![away, other, latecomer].some(({ trust }) => trust.epoch() === null));
    });

    it('of a visitor ends the epoch of the sole one, which has forgotten all by then', async () => {
      const [sole, visitor] = [await joined('sole'), await joined('visitor')];
      const before = sole.trust.epoch();
      await visitor.trust.distrust();
      expect(sole.told).to.deep.equal(['doubt, epoch: null']);
      await visitor.trust.leave();
      await until('it believes again', () => sole.trust.epoch() !== null);
      expect(sole.trust.epoch()).not.to.equal(before);
    });

    it('leaves nobody behind who believes the former epoch when the one that doubts dies', async () => {
      const [doubter, other] = [await believer(), await believer()];
      await agreed(doubter, other);
      const before = other.trust.epoch();
      doubter.trust.reach(false);
      await doubter.trust.distrust();
      await doubter.trust.leave();
      await until('the other one believes', () => other.trust.epoch() !== null);
      expect(other.trust.epoch()).not.to.equal(before);
    });

    it('of many at once is over for each of them, and only then', async () => {
      const all = await Promise.all([1, 2, 3, 4].map(() => believer()));
      await Promise.all(
        all.flatMap(({ trust }) =>
          [1, 2, 3].map(async () => {
            await trust.distrust();
            expect(trust.epoch()).to.equal(null);
          }),
        ),
      );
      await until('all believe again', () => !all.some(({ trust }) => trust.epoch() === null));
    });

    it('waits for one that has not heard of it, and is refused when that takes too long', async () => {
      const wire = await aWire();
      const [deaf, other] = [await believer(wire.url), await believer()];
      await agreed(deaf, other);
      wire.freeze();
      expect(await refusalCodeOf(other.trust.distrust())).to.equal('UNAVAILABLE');
      wire.thaw();
      await other.trust.distrust();
      expect(deaf.trust.epoch()).to.equal(null);
    });

    it('is refused to one that has left, and to one that cannot reach PostgreSQL', async () => {
      const [gone, wire] = [await joined('visitor'), await aWire()];
      await gone.trust.leave();
      expect(await refusalCodeOf(gone.trust.distrust())).to.equal('UNAVAILABLE');
      const lost = await joined('shared', wire.url);
      await wire.unplug();
      wires = [];
      expect(await refusalCodeOf(lost.trust.distrust())).to.equal('UNAVAILABLE');
    });

    it('is said by one whose connection was lost when it has another one', async () => {
      const wire = await aWire();
      const [lost, other] = [await believer(wire.url), await believer()];
      const before = other.trust.epoch();
      wire.cut();
      await lost.trust.distrust();
      expect(other.trust.epoch()).not.to.equal(before);
    });

    it('is not proven by a lock that has gone with its connection', async () => {
      const [doubter, other] = [await believer(), await believer()];
      doubter.trust.reach(false);
      await doubter.trust.distrust();
      await killConnections();
      await until('the other one believes', () => other.trust.epoch() !== null);
      await doubter.trust.distrust();
      expect(other.trust.epoch()).to.equal(null);
    });
  });
});
