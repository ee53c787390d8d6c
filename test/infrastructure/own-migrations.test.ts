import { expect } from 'chai';
import { Client } from 'pg';
import { migrate, migrationStatus, revertLast } from '#infrastructure/migrations.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts';

const USER = '01a20fb3-2904-74d3-8419-b5c9a49c7dfb';
const ACCOUNT = '01a20fb3-2906-711d-9b95-d4b460865f50';
const OPERATION = '01a20fb3-2ad5-7792-b883-734e510b2118';
const JOB = '01a20fb3-2c01-7aa4-9a3c-0d7c1a5e2f10';

/** A row in every table, in the order in which they need each other. */
const ROWS = [
  `INSERT INTO users VALUES ('${USER}', 'ada@example.com', 'Ada', '$argon2id$', 'user', true, false, 'UTC', now())`,
  `INSERT INTO access_tokens (token_hash, user_id, id, created_at, expires_at, address)
   VALUES (sha256('login'), '${USER}', uuidv7(), now(), now(), '192.0.2.1')`,
  `INSERT INTO access_tokens (token_hash, user_id, id, name, scopes, account_ids, created_at, last_used_at)
   VALUES (sha256('personal'), '${USER}', uuidv7(), 'A script', '{jobs}', '{${ACCOUNT}}', now(), now())`,
  `INSERT INTO access_tokens (token_hash, user_id, id, name, scopes, created_at, expires_at)
   VALUES (sha256('brief'), '${USER}', uuidv7(), 'Another script', '{jobs}', now(), now())`,
  `INSERT INTO sessions VALUES (sha256('session'), '${USER}', '{}', now(), now())`,
  `INSERT INTO browser_sessions VALUES ('${USER}', uuidv7(), '192.0.2.1', 'A browser', now(), now(), now())`,
  `INSERT INTO mailed_tokens VALUES ('${USER}', 'reset-password', uuidv7(), 'ada@example.com', sha256('link'), now()),
   ('${USER}', 'verify-email', uuidv7(), 'ada@example.com', null, now())`,
  `INSERT INTO audit_log (action, subject_id, details) VALUES ('user.registered', '${USER}', '{"role":"user"}')`,
  `INSERT INTO accounts VALUES ('${USER}', '${ACCOUNT}', 'Main', 'USD', null, 1, now(), now())`,
  `INSERT INTO operations (user_id, id, account_id, type, quantity, fee, date, date_precision, tags, version, created_at, updated_at)
   VALUES ('${USER}', '${OPERATION}', '${ACCOUNT}', 'deposit', 0, 0, now(), 'second', '{}', 1, now(), now())`,
  `INSERT INTO instrument_aliases VALUES ('${USER}', 'AAPL', 'BBG000B9XRY4', 'Apple', now())`,
  `INSERT INTO positions VALUES ('${USER}', '${ACCOUNT}', 'BBG000B9XRY4', 'USD', 'BBG000B9XRY4', null, null, 1, now(), '{}', '{}', '{}', '', '')`,
  `INSERT INTO position_checkpoints VALUES ('${USER}', '${ACCOUNT}', 'BBG000B9XRY4', 'USD', now(), '{}')`,
  `INSERT INTO position_changes (user_id, account_id, instrument, currency, since) VALUES ('${USER}', '${ACCOUNT}', 'BBG000B9XRY4', 'USD', now())`,
  `INSERT INTO cash_entries (user_id, account_id, currency, amount, operations) VALUES ('${USER}', '${ACCOUNT}', 'USD', 1, 1)`,
  `INSERT INTO operation_history VALUES ('${USER}', '${OPERATION}', 1, 'created', '${USER}', now(), '[]')`,
  `INSERT INTO jobs (user_id, id, task, queue, payload, key, state) VALUES ('${USER}', '${JOB}', 'purge', 'bulk', '{}', 'k', 'running')`,
  `INSERT INTO job_attempts (user_id, job_id, run, attempt, worker) VALUES ('${USER}', '${JOB}', 1, 1, uuidv7())`,
  `INSERT INTO jobs (user_id, id, task, queue, payload, state) SELECT '00000000-0000-0000-0000-000000000000', uuidv7(), task, 'mail', '{}', state
   FROM unnest('{send-mail,send-link,purge}'::text[]) AS task, unnest('{waiting,running,succeeded,failed,cancelled}'::text[]) AS state`,
  `INSERT INTO job_schedules (user_id, id, key, task, payload, cron, next_at)
   VALUES ('00000000-0000-0000-0000-000000000000', uuidv7(), 'another', 'purge', '{}', '0 * * * *', now())`,
  `INSERT INTO workers (id, host, pid, queues) VALUES (uuidv7(), 'here', 1, '{"default": 5}')`,
  `INSERT INTO tickets (id, owner, job_id, queue, priority, due_at) VALUES (uuidv7(), null, '${JOB}', 'bulk', 0, now())`,
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

  beforeEach(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    for (const row of ROWS) await client.query(row);
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  const shape = async (): Promise<string> => (await client.query<{ shape: string }>(SHAPE)).rows[0]?.shape ?? '';

  it('go down one by one and up again on a database with data, to the same shape', async () => {
    const atHead = await shape();
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
    await revertLast(database.url);
    await migrate(database.url);
    const { rows } = await client.query(
      'SELECT (SELECT count(*) FROM operations) + (SELECT count(*) FROM users) AS kept',
    );
    expect(Number(rows[0]?.kept)).to.equal(2);
  });

  it('keep the logins of programs, and leave no personal access token to a version that would take it for one', async () => {
    const tokens = async () =>
      (await client.query('SELECT * FROM access_tokens ORDER BY token_hash = sha256($1) DESC', ['login'])).rows;
    expect(await tokens()).to.have.length(3);
    while ((await revertLast(database.url)) !== '2026-11-25T02-31_extend-access-tokens');
    const [login, ...others] = await tokens();
    expect([Object.keys(login), others]).to.deep.equal([['token_hash', 'user_id', 'created_at', 'expires_at'], []]);
    await migrate(database.url);
    expect(await tokens()).to.have.length(1);
    expect((await tokens())[0]).to.include({ name: null, scopes: null, account_ids: null, user_id: USER });
    expect((await tokens())[0].id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('end every browser session that has no row of its own', async () => {
    const sessions = async () =>
      (await client.query('SELECT (SELECT count(*)::int FROM sessions) AS kept')).rows[0]?.kept;
    expect(await sessions()).to.equal(1);
    while ((await revertLast(database.url)) !== '2026-11-25T02-30_create-browser-sessions');
    const { rows } = await client.query('SELECT session_epoch FROM users');
    expect([rows, await sessions()]).to.deep.equal([[{ session_epoch: 1 }], 0]);
    await client.query(`INSERT INTO sessions VALUES (sha256('session'), '${USER}', '{}', now(), now())`);
    await migrate(database.url);
    expect(await sessions()).to.equal(0);
  });

  it('make a job of everything that was still to be mailed, and bring it back', async () => {
    while ((await revertLast(database.url)) !== '2026-11-29T14-31_outbox-into-jobs');
    await client.query('DELETE FROM outbox');
    const mail = { to: 'ada@example.com', subject: 'Hello', paragraphs: ['Hello Ada,'], action: null };
    const rows = [
      [{ kind: 'mail', mail }, 2, 'busy', null],
      [{ kind: 'reset-asked', email: 'ada@example.com' }, 0, null, null],
      [{ kind: 'verification-asked', email: 'ada@example.com' }, 8, 'gone', '2026-11-25T11:00:00Z'],
    ] as const;
    for (const [content, tries, error, parkedAt] of rows)
      await client.query(
        `INSERT INTO outbox VALUES (uuidv7(), $1, '2026-11-25T10:00:00Z', '2026-11-25T10:30:00Z', $2, $3, $4)`,
        [content, tries, error, parkedAt],
      );
    const outbox = async () => (await client.query('SELECT * FROM outbox ORDER BY id')).rows;
    const before = await outbox();
    await migrate(database.url);
    const { rows: jobs } = await client.query(
      `SELECT id, task, queue, payload, state, attempts, error, run_at, finished_at FROM jobs WHERE owner IS NULL AND task LIKE 'send-%' ORDER BY id`,
    );
    const due = new Date('2026-11-25T10:30:00Z');
    const [waiting, link, failed] = jobs;
    expect(jobs.map(({ id }) => id)).to.deep.equal(before.map(({ id }) => id));
    expect(waiting).to.deep.include({
      task: 'send-mail',
      queue: 'mail',
      payload: mail,
      state: 'waiting',
      attempts: 2,
      run_at: due,
    });
    expect(link).to.deep.include({
      task: 'send-link',
      payload: { purpose: 'reset-password', email: 'ada@example.com' },
      state: 'waiting',
      finished_at: null,
    });
    expect(failed).to.deep.include({
      payload: { purpose: 'verify-email', email: 'ada@example.com' },
      state: 'failed',
      error: 'gone',
      finished_at: new Date('2026-11-25T11:00:00Z'),
    });
    while ((await revertLast(database.url)) !== '2026-11-29T14-31_outbox-into-jobs');
    expect(await outbox()).to.deep.equal(before);
  });
});
