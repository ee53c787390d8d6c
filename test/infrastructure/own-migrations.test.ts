import { expect } from 'chai';
import { Client } from 'pg';
import { migrate, migrationStatus, revertLast } from '#infrastructure/migrations.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts';

const USER = '01a20fb3-2904-74d3-8419-b5c9a49c7dfb';
const ACCOUNT = '01a20fb3-2906-711d-9b95-d4b460865f50';
const OPERATION = '01a20fb3-2ad5-7792-b883-734e510b2118';

/** A row in every table, in the order in which they need each other. */
const ROWS = [
  `INSERT INTO users VALUES ('${USER}', 'ada@example.com', 'Ada', '$argon2id$', 'user', true, false, 'UTC', 1, now())`,
  `INSERT INTO access_tokens VALUES (sha256('token'), '${USER}', now(), now())`,
  `INSERT INTO sessions VALUES (sha256('session'), '${USER}', '{}', now(), now())`,
  `INSERT INTO accounts VALUES ('${USER}', '${ACCOUNT}', 'Main', 'USD', null, 1, now(), now())`,
  `INSERT INTO operations (user_id, id, account_id, type, quantity, fee, date, date_precision, tags, version, created_at, updated_at)
   VALUES ('${USER}', '${OPERATION}', '${ACCOUNT}', 'deposit', 0, 0, now(), 'second', '{}', 1, now(), now())`,
  `INSERT INTO operation_history VALUES ('${USER}', '${OPERATION}', 1, 'created', '${USER}', now(), '[]')`,
  `INSERT INTO idempotency_keys VALUES ('${USER}', 'key', sha256('request'), '{}', now())`,
];

/** What a database is made of: columns, keys, indexes and checks, in one text. */
const SHAPE = `
  SELECT string_agg(line, E'\\n' ORDER BY line) AS shape FROM (
    SELECT format('%s.%s %s %s', table_name, column_name, data_type, is_nullable) AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace
  ) AS lines`;

describe('The migrations of Blotter', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let client: Client;

  before(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  after(async () => {
    await client.end();
    await database.drop();
  });

  const shape = async (): Promise<string> => (await client.query<{ shape: string }>(SHAPE)).rows[0]?.shape ?? '';

  it('go down one by one and up again on a database with data, to the same shape', async () => {
    const atHead = await shape();
    for (const row of ROWS) await client.query(row);
    const names = (await migrationStatus(database.url)).map(({ name }) => name);
    for (const name of [...names].reverse()) {
      const before = await shape();
      expect(await revertLast(database.url)).to.equal(name);
      expect(await shape()).not.to.equal(before);
    }
    expect(await revertLast(database.url)).to.equal(null);
    expect(await migrate(database.url)).to.deep.equal(names);
    expect(await shape()).to.equal(atHead);
  });

  it('keep the rows of the tables that they do not touch', async () => {
    for (const row of ROWS) await client.query(row);
    await revertLast(database.url);
    await migrate(database.url);
    const { rows } = await client.query(
      'SELECT (SELECT count(*) FROM operations) + (SELECT count(*) FROM users) AS kept',
    );
    expect(Number(rows[0]?.kept)).to.equal(2);
  });
});
