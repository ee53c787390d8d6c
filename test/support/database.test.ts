import { expect } from 'chai';
import { Client } from 'pg';
import { createTestDatabase } from './database.ts';

describe('A test database', () => {
  it('is migrated, empty and nobody else’s', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    const client = new Client({ connectionString: one.url });
    await client.connect();
    const { rows } = await client.query('SELECT count(*)::int AS users FROM users');
    await client.end();
    expect(rows).to.deep.equal([{ users: 0 }]);
    expect(one.url).not.to.equal(other.url);
    await Promise.all([one.drop(), other.drop()]);
  });

  it('is dropped also while somebody is connected', async () => {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    client.on('error', () => {});
    await client.connect();
    await database.drop();
    const late = new Client({ connectionString: database.url });
    const refusal = await late.connect().then(
      () => 'connected',
      (error: Error) => error.message,
    );
    expect(refusal).to.match(/does not exist/);
  });
});
