import { expect } from 'chai';
import { CronParserTimetable } from '#adapters/outbound/cron/cron-parser-timetable.ts';
import { MemoryStore } from '#adapters/outbound/memory/memory-store.ts';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/memory-unit-of-work.ts';
import { SystemClock } from '#adapters/outbound/security/system-clock.ts';
import { FireSchedules } from '#application/jobs/fire-schedules.ts';
import { User } from '#domain/identity/user.ts';
import { jobSchedulesContract } from './job-schedules-contract.ts';
import { aNewUser, ids, settle } from './settlers.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';

jobSchedulesContract('memory', async () => {
  const unitOfWork = new MemoryUnitOfWork(new MemoryStore());
  return {
    unitOfWork,
    user: async (timeZone) => {
      const user = User.restore({ ...aNewUser(), timeZone });
      await unitOfWork.run(({ users }) => users.add(user, 'a hash'));
      return user.id;
    },
    close: async () => {},
  };
});

describe('In PostgreSQL', () => {
  let store: PostgresStore;

  before(async () => {
    store = await openPostgresStore();
  });
  after(() => store.close());
  const user = async (timeZone: string): Promise<string> => {
    const { id } = (await settle(store)).user;
    await store.sql.query('UPDATE users SET time_zone = $2 WHERE id = $1', [id, timeZone]);
    return id;
  };

  jobSchedulesContract('PostgreSQL', async () => {
    await store.sql.query('TRUNCATE job_schedules');
    return { unitOfWork: store.unitOfWork, user, close: async () => {} };
  });

  it('schedules fire once for each of their times, with five workers who look at once', async () => {
    await store.sql.query('TRUNCATE job_schedules; TRUNCATE jobs CASCADE');
    const ada = await user('Europe/Berlin');
    const threeDays = `INSERT INTO job_schedules (user_id, id, key, task, payload, cron, next_at)
      SELECT $1, uuidv7(), 'key ' || n, 'purge', '{}', '0 6 * * *', date_trunc('day', now()) - interval '3 days' FROM generate_series(1, 20) AS n`;
    await store.sql.query(threeDays, [ada]);
    const worker = () => new FireSchedules(store.unitOfWork, new CronParserTimetable(), ids, new SystemClock());
    const work = async (): Promise<number> => {
      const one = worker();
      let count = 0;
      for (let fired = await one.execute(); fired > 0; fired = await one.execute()) count += fired;
      return count;
    };
    const made = await Promise.all(Array.from({ length: 5 }, work));
    const { rows } = await store.sql.query<{ jobs: number; times: number; odd: number }>(
      `SELECT count(*)::int AS jobs, count(DISTINCT key)::int AS times, count(*) FILTER (WHERE run_at <> scheduled_for)::int AS odd FROM jobs`,
    );
    const [{ jobs, times, odd } = { jobs: 0, times: 0, odd: 0 }] = rows;
    expect([made.reduce((sum, one) => sum + one, 0), times, odd]).to.deep.equal([jobs, jobs, 0]);
    // Three or four for each, as the time of today has come or not.
    expect(jobs / 20).to.be.within(3, 5);
    expect(await worker().execute()).to.equal(0);
  });
});
