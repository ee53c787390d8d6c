import { expect } from 'chai';
import { until } from '#test/contracts/until.ts';
import { EventStream } from './support/event-stream.ts';
import type { Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

describe('The events of a job', () => {
  let app: TestApp;
  let ada: Person;
  let streams: EventStream[];

  beforeEach(async () => {
    app = await startApp();
    ada = await app.signedUp();
    await app.workOff();
    streams = [];
  });
  afterEach(async () => {
    for (const stream of streams) stream.close();
    await app.stop();
  });

  const newJob = async () =>
    (await ada.bearer.post('/reports/dashboard', { deliver: 'none' })).json<{ id: string }>().id;
  const follow = async (id: string, headers: Record<string, string> = {}) => {
    const stream = await EventStream.open(`${app.origin}/api/v1/jobs/${id}/events`, {
      Authorization: `Bearer ${ada.token}`,
      ...headers,
    });
    streams.push(stream);
    return stream;
  };
  /** As a worker changes it, which tells whoever listens. */
  const change = (id: string, set: string) =>
    app.sql(
      `WITH changed AS (UPDATE jobs SET version = version + 1, ${set} WHERE id = $1 RETURNING user_id, id)
       SELECT pg_notify('blotter_jobs', user_id || ' ' || id) FROM changed`,
      [id],
    );

  it('begin with the job as it is, tell of each change, and end with it', async () => {
    const id = await newJob();
    const stream = await follow(id);
    expect(stream.status).to.equal(200);
    expect(stream.headers.get('content-type')).to.equal('text/event-stream; charset=utf-8');
    expect(stream.headers.get('cache-control')).to.equal('no-store');
    await until('the first', () => stream.events.length === 1);
    await change(id, "state = 'running', attempts = 1");
    await until('it runs', () => stream.events.length === 2);
    await change(id, 'progress = 40');
    await until('it goes on', () => stream.events.length === 3);
    await change(id, "state = 'succeeded', progress = 100, finished_at = now()");
    await stream.untilEnd();
    expect(stream.story).to.deep.equal([
      'state queued 0',
      'state running 0',
      'progress running 40',
      'state succeeded 100',
    ]);
    const read = await ada.bearer.get(`/jobs/${id}`);
    expect(JSON.parse(stream.events.at(-1)?.data ?? '')).to.deep.equal(read.json());
    expect(stream.events.map((event) => Number(event.id))).to.deep.equal([1, 2, 3, 4]);
  });

  it('tell of a job that a worker does, to several who follow it', async () => {
    const id = await newJob();
    const [one, other] = [await follow(id), await follow(id)];
    await app.workOff();
    await Promise.all([one.untilEnd(), other.untilEnd()]);
    for (const { story } of [one, other]) {
      expect(story[0]).to.equal('state queued 0');
      expect(story.at(-1)).to.equal('state succeeded 100');
    }
  });

  it('go on after the one that was seen last', async () => {
    const id = await newJob();
    await change(id, "state = 'running', attempts = 1");
    const seen = await follow(id, { 'Last-Event-ID': '2' });
    const behind = await follow(id, { 'Last-Event-ID': '1' });
    const odd = await follow(id, { 'Last-Event-ID': 'what' });
    await until('who missed something was told', () => behind.events.length === 1 && odd.events.length === 1);
    expect(seen.events).to.deep.equal([]);
    await change(id, 'progress = 10');
    await until('all are told', () => [seen, behind, odd].every(({ story }) => story.at(-1) === 'progress running 10'));
    expect(behind.story).to.deep.equal(['state running 0', 'progress running 10']);
    expect(seen.story).to.deep.equal(['progress running 10']);
  });

  it('are none any more to who has seen the last, and the last to who has not', async () => {
    const id = await newJob();
    await app.workOff();
    const whole = await follow(id);
    await whole.untilEnd();
    const last = whole.events.at(-1)?.id ?? '';
    expect((await follow(id, { 'Last-Event-ID': last })).status).to.equal(204);
    const again = await follow(id, { 'Last-Event-ID': '1' });
    await again.untilEnd();
    expect(again.story).to.deep.equal(['state succeeded 100']);
  });

  it('end when the job is gone', async () => {
    const id = await newJob();
    const stream = await follow(id);
    await until('the first', () => stream.events.length === 1);
    await app.sql('DELETE FROM jobs WHERE id = $1', [id]);
    await app.sql(`SELECT pg_notify('blotter_jobs', $1)`, [`${ada.user.id} ${id}`]);
    await stream.untilEnd();
  });

  it('say when to come again, and end, when the process stops', async () => {
    const stream = await follow(await newJob());
    await until('the first', () => stream.events.length === 1);
    const stopping = app.stop();
    await stream.untilEnd();
    expect(stream.others).to.deep.equal(['retry: 1000']);
    await stopping;
    app = await startApp();
  });

  it('are told of no other job, and of a missed change after the connection to the database was lost', async () => {
    const [id, other] = [await newJob(), await newJob()];
    const stream = await follow(id);
    await until('the first', () => stream.events.length === 1);
    await change(other, 'progress = 10');
    await app.sql('UPDATE jobs SET version = version + 1, progress = 30 WHERE id = $1', [id]);
    await app.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN blotter_jobs%'`);
    await until('it was told', () => stream.events.length === 2);
    expect(stream.story).to.deep.equal(['state queued 0', 'progress queued 30']);
  });

  it('are followed by a client twenty times at once, and not more', async () => {
    const id = await newJob();
    for (let count = 0; count < 20; count += 1) expect((await follow(id)).status).to.equal(200);
    const refused = await ada.bearer.get(`/jobs/${id}/events`);
    expect([refused.outcome, refused.headers['retry-after']]).to.deep.equal(['429 TOO_MANY_REQUESTS', '1']);
    streams[0]?.close();
    await until('there is room again', async () => {
      const next = await follow(id);
      if (next.status === 200) return true;
      next.close();
      return false;
    });
  });

  it('are not waited for by HEAD', async () => {
    const id = await newJob();
    const { status, headers, text } = await ada.bearer.head(`/jobs/${id}/events`);
    expect([status, headers['content-type'], text]).to.deep.equal([200, 'text/event-stream; charset=utf-8', '']);
  });
});
