import { expect } from 'chai';
import { PostgresProcessCensus } from '#adapters/outbound/postgres/postgres-process-census.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { until } from './until.ts';
import { Wire } from './wire.ts';

const RETRY_MILLISECONDS = 100;
const HELD = `SELECT pid, mode FROM pg_locks JOIN pg_database ON database = pg_database.oid
 WHERE locktype = 'advisory' AND datname = current_database() AND granted`;

describe('The census of processes in PostgreSQL', () => {
  let store: PostgresStore;
  let present: PostgresProcessCensus[];

  before(async () => {
    store = await openPostgresStore();
  });
  after(() => store.close());
  beforeEach(() => {
    present = [];
  });
  afterEach(async () => {
    await Promise.all(present.map((census) => census.leave()));
    await until('the locks are free again', async () => (await store.sql.query(HELD)).rows.length === 0);
  });

  /** A process that has not joined yet; `told` is what it was told, in order. */
  const aProcess = (url = store.url) => {
    const told: string[] = [];
    const onCompany = () => told.push(`company, alone: ${census.alone()}`);
    const onError = () => told.push('lost');
    const census = new PostgresProcessCensus(url, onCompany, onError, RETRY_MILLISECONDS);
    present.push(census);
    return { census, told, alone: () => census.alone() };
  };
  const joined = async (url?: string) => {
    const one = aProcess(url);
    await one.census.join();
    return one;
  };
  const killConnections = () => store.sql.query(`SELECT pg_terminate_backend(pid) FROM (${HELD}) AS held`);

  it('tells one that has not joined that it is not alone', () => {
    expect(aProcess().alone()).to.equal(false);
  });

  it('tells the only one that it is alone', async () => {
    const { alone, told } = await joined();
    expect([alone(), told]).to.deep.equal([true, []]);
  });

  it('tells the first before a newcomer may begin: at no moment is one alone beside another', async () => {
    const [first, newcomer] = [await joined(), aProcess()];
    await newcomer.census.join();
    expect([first.alone(), newcomer.alone()]).to.deep.equal([false, false]);
    expect(first.told).to.deep.equal(['company, alone: false']);
    const third = await joined();
    expect([first.alone(), newcomer.alone(), third.alone()]).to.deep.equal([false, false, false]);
  });

  it('lets many that come at once begin, none of them alone', async () => {
    const many = Array.from({ length: 5 }, () => aProcess());
    await Promise.all(many.map(({ census }) => census.join()));
    expect(many.map(({ alone }) => alone())).to.deep.equal([false, false, false, false, false]);
  });

  it('tells the last one, after a while, that the others have gone', async () => {
    const [first, second, third] = [await joined(), await joined(), await joined()];
    await first.census.leave();
    await second.census.leave();
    await until('the third one is alone', third.alone);
    expect([first.alone(), second.alone()]).to.deep.equal([false, false]);
    const newcomer = await joined();
    expect([third.alone(), newcomer.alone()]).to.deep.equal([false, false]);
    expect(third.told).to.deep.equal(['company, alone: false']);
  });

  it('tells one whose connection is lost that it is not alone, and lets it join again by itself', async () => {
    const { alone, told } = await joined();
    await killConnections();
    await until('it knows', () => told.length > 0);
    expect(alone()).to.equal(false);
    expect(told).to.deep.equal(['company, alone: false', 'lost']);
    await until('it is alone again', alone);
  });

  it('lets one that has lost its connection to a newcomer join again beside it', async () => {
    const first = await joined();
    await killConnections();
    const newcomer = await joined();
    await until('both have joined', async () => (await store.sql.query(HELD)).rows.length === 2);
    expect([first.alone(), newcomer.alone()]).to.deep.equal([false, false]);
    await newcomer.census.leave();
    await until('the first one is alone', first.alone);
  });

  it('counts at once who has joined, alone or in company', async () => {
    const first = await joined();
    await first.census.counted();
    const second = await joined();
    await Promise.all([first.census.counted(), second.census.counted()]);
    expect([first.alone(), second.alone()]).to.deep.equal([false, false]);
  });

  it('counts who has lost its place when it has it again, and by then nobody else is alone', async () => {
    const first = await joined();
    await killConnections();
    const newcomer = await joined();
    await first.census.counted();
    expect([first.alone(), newcomer.alone()]).to.deep.equal([false, false]);
  });

  it('refuses to count who cannot have its place again in time', async () => {
    const { census, told } = await joined();
    const holder = await store.sql.connect();
    await killConnections();
    await holder.query('SELECT pg_advisory_lock(hashtext($$blotter processes$$))');
    await until('it knows', () => told.length > 0);
    expect(await refusalCodeOf(census.counted())).to.equal('UNAVAILABLE');
    await holder.query('SELECT pg_advisory_unlock_all()');
    holder.release();
    await census.counted();
  });

  it('refuses to count who has left', async () => {
    const { census } = await joined();
    await census.leave();
    expect(await refusalCodeOf(census.counted())).to.equal('UNAVAILABLE');
  });

  it('does not bring back one that left while its connection was lost', async () => {
    const { census, told, alone } = await joined();
    await killConnections();
    await until('it knows', () => told.length > 0);
    await census.leave();
    const successor = await joined();
    expect([successor.alone(), alone()]).to.deep.equal([true, false]);
  });

  it('does not bring in one that leaves while it joins', async () => {
    const { census, alone } = aProcess();
    const joining = census.join();
    await census.leave();
    await joining;
    const successor = await joined();
    expect([successor.alone(), alone()]).to.deep.equal([true, false]);
  });

  it('lets a newcomer begin whose first knock was missed by one that was just becoming alone', async () => {
    const wire = await Wire.to(store.url);
    const [other, becoming] = [await joined(), await joined(wire.url)];
    wire.mute();
    await other.census.leave();
    await until('it has the lock and does not know', async () => {
      const { rows } = await store.sql.query(HELD);
      return rows.some(({ mode }) => mode === 'ExclusiveLock');
    });
    const newcomer = aProcess();
    const joining = newcomer.census.join();
    await until('the newcomer waits', async () => {
      const { rows } = await store.sql.query(HELD.replace('AND granted', 'AND NOT granted'));
      return rows.length > 0;
    });
    wire.thaw();
    await joining;
    expect([becoming.alone(), newcomer.alone()]).to.deep.equal([false, false]);
    await wire.unplug();
  });
});
