import { expect } from 'chai';
import type { Answer } from './support/answer.ts';
import type { Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

type JobBody = Readonly<Record<string, unknown>> & { readonly id: string; readonly state: string };

describe('Background jobs', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());
  beforeEach(async () => {
    ada = await app.signedUp();
    await app.workOff();
  });

  const ask = (draft: object = {}, headers: Record<string, string> = {}): Promise<Answer> =>
    ada.bearer.post('/reports/dashboard', { deliver: 'none', ...draft }, headers);
  const newJob = async (): Promise<string> => (await ask()).json<JobBody>().id;
  const read = async (id: string): Promise<JobBody> => (await ada.bearer.get(`/jobs/${id}`)).json<JobBody>();
  const list = async (query = ''): Promise<JobBody[]> => (await ada.bearer.get(`/jobs${query}`)).json<JobBody[]>();
  const set = (id: string, to: string) => app.sql(`UPDATE jobs SET ${to} WHERE id = $1`, [id]);

  it('are accepted with their address, and are read there until they are done', async () => {
    const accepted = await ask();
    const job = accepted.json<JobBody>();
    expect([accepted.status, accepted.headers['location']]).to.deep.equal([202, `/api/v1/jobs/${job.id}`]);
    expect(await read(job.id)).to.deep.equal(job);
    expect(job).to.include({ task: 'dashboard-report', queue: 'default', state: 'queued', progress: 0, attempts: 0 });
    await app.workOff();
    const done = await read(job.id);
    expect(done).to.include({ state: 'succeeded', progress: 100, attempts: 1, error: null });
    expect(done['result']).to.include({ time_zone: 'UTC' });
    expect(String(done['finished_at']) >= String(done['started_at'])).to.equal(true);
  });

  it('are none that belong to Blotter itself', async () => {
    const [{ count } = {}] = await app.sql(`SELECT count(*)::int FROM jobs WHERE owner IS NULL`);
    expect(count).to.be.above(0);
    expect(await list()).to.deep.equal([]);
  });

  it('are listed newest first, by page, each once', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift(await newJob());
    const seen: string[] = [];
    for (let next: string | null = '/jobs?limit=2'; next; ) {
      const page: Answer = await ada.bearer.get(next);
      seen.push(...page.json<JobBody[]>().map(({ id }) => id));
      next = page.nextPage;
    }
    expect(seen).to.deep.equal(ids);
  });

  it('are found by their state and task', async () => {
    const [queued, scheduled, running, failed, cancelled] = [
      await newJob(),
      await newJob(),
      await newJob(),
      await newJob(),
      await newJob(),
    ];
    await set(scheduled, `run_at = now() + interval '1 hour'`);
    await set(running, `state = 'running'`);
    await set(failed, `state = 'failed', finished_at = now(), error = 'no luck'`);
    await ada.bearer.post(`/jobs/${cancelled}/cancel`, undefined);
    for (const [state, id] of Object.entries({ queued, scheduled, running, failed, cancelled })) {
      expect((await list(`?state=${state}`)).map((job) => job.id)).to.deep.equal([id]);
      expect((await list(`?state=${state}&task=dashboard-report`)).map((job) => job.id)).to.deep.equal([id]);
      expect(await list(`?state=${state}&task=purge`)).to.deep.equal([]);
      expect((await read(id)).state).to.equal(state);
    }
    expect(await list('?task=dashboard-report')).to.have.length(5);
    expect((await ada.bearer.get('/jobs?state=done&task=x&limit=0&surprise=1')).violations).to.deep.equal([
      '/limit OUT_OF_RANGE',
      '/state NOT_ALLOWED',
      '/surprise UNKNOWN_FIELD',
      '/task NOT_ALLOWED',
    ]);
  });

  it('never run once they are cancelled while they wait', async () => {
    const id = await newJob();
    const cancelled = await ada.bearer.post(`/jobs/${id}/cancel`, undefined);
    expect([cancelled.status, cancelled.headers['location']]).to.deep.equal([202, `/api/v1/jobs/${id}`]);
    expect(cancelled.json<JobBody>().state).to.equal('cancelled');
    expect(await app.workOff()).to.equal(0);
    expect(await read(id)).to.include({ state: 'cancelled', attempts: 0 });
    expect((await ada.bearer.post(`/jobs/${id}/cancel`, undefined)).outcome).to.equal('409 JOB_STATE');
  });

  it('run again when they are retried, and only then', async () => {
    const id = await newJob();
    for (const state of ['queued', 'running']) {
      if (state === 'running') await set(id, `state = 'running'`);
      expect((await ada.bearer.post(`/jobs/${id}/retry`, undefined)).outcome).to.equal('409 JOB_STATE');
    }
    await set(id, `state = 'failed', attempts = 5, error = 'no luck', finished_at = now()`);
    const retried = await ada.bearer.post(`/jobs/${id}/retry`, undefined);
    expect(retried.json<JobBody>()).to.include({ state: 'queued', attempts: 0, error: null, finished_at: null });
    await app.workOff();
    expect(await read(id)).to.include({ state: 'succeeded', attempts: 1 });
    for (const change of ['retry', 'cancel'])
      expect((await ada.bearer.post(`/jobs/${id}/${change}`, undefined)).outcome).to.equal('409 JOB_STATE');
  });

  it('are not for a token that is for some accounts only', async () => {
    const draft = { name: 'narrow', scopes: ['jobs', 'reports'], account_ids: [ada.account] };
    const { token } = (await ada.bearer.post('/tokens', draft)).json<{ token: string }>();
    app.secrets.add(token);
    const narrow = app.anyone.with({ Authorization: `Bearer ${token}` });
    const id = await newJob();
    for (const answer of [
      await narrow.get('/jobs'),
      await narrow.get(`/jobs/${id}`),
      await narrow.get(`/jobs/${id}/events`),
      await narrow.post(`/jobs/${id}/cancel`, undefined),
      await narrow.post('/reports/dashboard', { deliver: 'none' }),
      await narrow.put('/reports/schedules/daily', {}),
    ])
      expect(answer.outcome).to.equal('403 FORBIDDEN');
  });

  it('are made once for each Idempotency-Key', async () => {
    const key = { 'Idempotency-Key': '"november"' };
    const first = await ask({}, key);
    await app.workOff();
    const again = await ask({}, key);
    expect([again.status, again.text]).to.deep.equal([202, first.text]);
    expect(again.headers).to.include({
      'idempotency-replayed': 'true',
      location: first.headers['location'],
    });
    expect(await list()).to.have.length(1);
    expect((await ask({ period: '2026' }, key)).outcome).to.equal('422 IDEMPOTENCY_MISMATCH');
  });

  it('are counted for the metrics, with how long the oldest has been due', async () => {
    const admin = await app.signedUp('admin');
    await app.sql('DELETE FROM jobs');
    await set(await newJob(), `run_at = now() - interval '1 hour'`);
    await set(await newJob(), `state = 'running'`);
    await set(await newJob(), `run_at = now() + interval '1 hour'`);
    await set(await newJob(), `state = 'failed', finished_at = now()`);
    const told = (await admin.bearer.get('/metrics')).text.split('\n');
    expect(told).to.include.members([
      'blotter_jobs{queue="default",state="queued"} 1',
      'blotter_jobs{queue="default",state="running"} 1',
      'blotter_jobs{queue="default",state="scheduled"} 1',
      'blotter_jobs{queue="mail",state="queued"} 0',
      'blotter_jobs_failed 1',
    ]);
    const oldest = told.find((line) => line.startsWith('blotter_jobs_oldest_due_seconds{queue="default"}'));
    expect(Number(oldest?.split(' ')[1])).to.be.within(3_600, 3_660);
  });

  it('go with their user', async () => {
    const admin = await app.signedUp('admin');
    await newJob();
    await ada.bearer.put('/reports/schedules/daily', {});
    expect((await admin.bearer.delete(`/users/${ada.user.id}`)).status).to.equal(204);
    for (const table of ['jobs', 'job_schedules'])
      expect(await app.sql(`SELECT FROM ${table} WHERE user_id = $1`, [ada.user.id])).to.deep.equal([]);
  });
});
