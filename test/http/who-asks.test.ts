import { expect } from 'chai';
import { PostgresTraffic } from '#test/contracts/postgres-traffic.ts';
import { until } from '#test/contracts/until.ts';
import { Wire } from '#test/contracts/wire.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts';
import { startRedisServer } from '#test/support/services/redis-server.ts';
import type { Caller } from './support/caller.ts';
import type { Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

const KEPT = [0, 0];
const KEPT_BY_NOBODY = [1, 1];

describe('To find out who asks', () => {
  const traffic = new PostgresTraffic();
  let database: TestDatabase;
  let wire: Wire;
  let app: TestApp;
  let ada: Person;

  beforeEach(async () => {
    database = await createTestDatabase();
    wire = await Wire.to(database.url, () => traffic.listen());
  });
  afterEach(async () => {
    await app.stop();
    await wire.unplug();
    await database.drop();
  });
  const start = async (redisUrl?: string) => {
    app = await startApp({ databaseUrl: wire.url, ...(redisUrl && { redisUrl }) });
    ada = await app.signedUp();
  };

  /** What the same question costs PostgreSQL when it is asked again: of nobody there is nothing to find out. */
  const costOf = async (caller: Caller): Promise<readonly number[]> => {
    const ask = () => caller.get('/nowhere');
    // Whose a token is has to be known before it can be kept.
    for (let time = 0; time < 2; time += 1) await ask();
    const { roundTrips, statements } = await traffic.of(ask);
    return [roundTrips, statements];
  };

  it('costs nothing for who brings nothing', async () => {
    await start();
    expect(await costOf(app.anyone)).to.deep.equal([0, 0]);
  });

  it('costs no round trip in a process that is alone', async () => {
    await start();
    expect(await costOf(ada.bearer)).to.deep.equal(KEPT);
    expect(await costOf(ada.cookie)).to.deep.equal(KEPT);
  });

  it('costs no round trip with Redis, and one while Redis is away', async () => {
    const redis = await startRedisServer();
    await start(redis.url);
    await until('Redis is there', async () => (await costOf(ada.bearer))[0] === 0);
    expect(await costOf(ada.cookie)).to.deep.equal(KEPT);
    await redis.stop();
    await until('it knows', async () => (await costOf(ada.bearer))[0] === 1);
    expect(await costOf(ada.bearer)).to.deep.equal(KEPT_BY_NOBODY);
  });
});
