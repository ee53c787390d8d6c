import { expect } from 'chai';
import { PostgresTraffic } from '#test/contracts/postgres-traffic.ts';
import { Wire } from '#test/contracts/wire.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts';
import type { Caller } from './support/caller.ts';
import type { Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

const ALONE = [0, 0];
const IN_COMPANY = [1, 1];

describe('To find out who asks', () => {
  const traffic = new PostgresTraffic();
  let database: TestDatabase;
  let wire: Wire;
  let app: TestApp;
  let ada: Person;

  before(async () => {
    database = await createTestDatabase();
    wire = await Wire.to(database.url, () => traffic.listen());
    app = await startApp({ databaseUrl: wire.url });
    ada = await app.signedUp();
  });
  after(async () => {
    await app.stop();
    await wire.unplug();
    await database.drop();
  });

  /** What the same question costs PostgreSQL when it is asked again: of nobody there is nothing to find out. */
  const costOf = async (caller: Caller): Promise<readonly number[]> => {
    const ask = () => caller.get('/nowhere');
    await ask();
    const { roundTrips, statements } = await traffic.of(ask);
    return [roundTrips, statements];
  };

  it('costs nothing for who brings nothing', async () => {
    expect(await costOf(app.anyone)).to.deep.equal([0, 0]);
  });

  it('costs no round trip in a process that is alone', async () => {
    expect(await costOf(ada.bearer)).to.deep.equal(ALONE);
    expect(await costOf(ada.cookie)).to.deep.equal(ALONE);
  });

  it('costs one round trip beside another process, by token and by cookie', async () => {
    const other = await startApp({ databaseUrl: database.url });
    try {
      expect(await costOf(ada.bearer)).to.deep.equal(IN_COMPANY);
      expect(await costOf(ada.cookie)).to.deep.equal(IN_COMPANY);
    } finally {
      await other.stop();
    }
  });
});
