import { expect } from 'chai';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { anOperationDraft } from '#test/domain/builders.ts';
import { anAnswer, anOperationOf, book, type Settler, settle } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { untilSomebodyWaits } from './until.ts';
import { userRepositoryContract } from './user-repository-contract.ts';

userRepositoryContract('memory', openMemoryStore);
userRepositoryContract('PostgreSQL', openPostgresStore);

/** Every table with rows of a user. */
const OWNED = [
  'cash_entries',
  'import_chunks',
  'import_rows',
  'imports',
  'instrument_aliases',
  'position_changes',
  'position_checkpoints',
  'positions',
  'accounts',
  'operations',
  'operation_history',
  'idempotency_keys',
  'job_attempts',
  'job_schedules',
  'jobs',
  'access_tokens',
  'browser_sessions',
  'sessions',
  'mailed_tokens',
];

describe('The user repository in PostgreSQL', () => {
  let store: PostgresStore;
  let ada: Settler;

  before(async () => {
    store = await openPostgresStore();
  });
  after(() => store.close());
  beforeEach(async () => {
    ada = await settle(store);
  });

  const remove = () => store.unitOfWork.run(({ users }) => users.delete(ada.user.id));
  const left = async () => {
    const tables = await Promise.all(
      OWNED.map(async (table) => {
        const { rows } = await store.sql.query(`SELECT FROM ${table} WHERE user_id = $1`, [ada.user.id]);
        return rows.length > 0 ? table : '';
      }),
    );
    return tables.filter((table) => table !== '');
  };

  it('knows every table that has rows of a user', async () => {
    const { rows } = await store.sql.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'user_id' AND table_schema = 'public'`,
    );
    expect(rows.map(({ name }) => name).sort()).to.deep.equal(OWNED.toSorted());
  });

  it('waits with a deletion for the operation that is being recorded, and deletes it too', async () => {
    const recording = await store.sql.connect();
    await recording.query('BEGIN');
    const operation = anOperationOf(ada, anOperationDraft());
    await recording.query(
      `WITH booked AS (
         INSERT INTO operations (user_id, id, account_id, type, quantity, fee, date, date_precision, tags, version, created_at, updated_at)
         VALUES ($1, $2, $3, 'deposit', 0, 0, now(), 'second', '{}', 1, now(), now()) RETURNING user_id, id),
       answered AS (INSERT INTO idempotency_keys SELECT user_id, 'key', sha256('request'), '{}', now() FROM booked)
       INSERT INTO operation_history SELECT user_id, id, 1, 'created', user_id, now(), '[]' FROM booked`,
      [ada.user.id, operation.id, ada.account.id],
    );
    const deletion = remove();
    await untilSomebodyWaits(store.sql);
    await recording.query('COMMIT');
    recording.release();
    await deletion;
    expect(await left()).to.deep.equal([]);
  });

  it('lets nothing be recorded any more once a deletion has begun', async () => {
    let recording: Promise<string> | undefined;
    await store.unitOfWork.run(async ({ users }) => {
      await users.delete(ada.user.id);
      recording = refusalCodeOf(book(store, anOperationOf(ada, anOperationDraft()), anAnswer(ada.user, 'key')));
      await untilSomebodyWaits(store.sql);
    });
    expect(await recording).to.equal('NOT_FOUND');
    expect(await left()).to.deep.equal([]);
  });

  it('makes two who look at the admins wait for each other', async () => {
    const { user } = await settle(store, { role: 'admin' });
    let second: Promise<readonly string[]> | undefined;
    await store.unitOfWork.run(async ({ users }) => {
      await users.lockAdmins();
      second = store.unitOfWork.run((repositories) => repositories.users.lockAdmins());
      await untilSomebodyWaits(store.sql);
      await users.save(user.kept({ role: 'auditor' }));
    });
    expect(await second).not.to.include(user.id);
  });
});
