import { expect } from 'chai';
import type { Answer } from '../support/answer.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';
import { aJobThatIs, aReport, aWorker } from './some-jobs.ts';
import { titleOf, Visitor } from './visitor.ts';

const idsIn = ({ text }: Answer): readonly string[] =>
  [...text.matchAll(/id="job-([0-9a-f-]{36})"/g)].map(([, id]) => id ?? '');
const olderIn = ({ text }: Answer): string | undefined =>
  /<a href="([^"]*)" rel="next">Older<\/a>/.exec(text)?.[1]?.replaceAll('&amp;', '&');
/** What stands in the row or the fact of this name, without its marks. */
const rowOf = ({ text }: Answer, id: string): string =>
  (new RegExp(`<tr role="row" id="${id}">(.*?)</tr>`, 's').exec(text)?.[1] ?? '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

describe('A list of jobs', () => {
  let app: TestApp;
  let visitor: Visitor;
  let ada: Person;
  let admin: Person;

  before(async () => {
    app = await startApp();
    [ada, admin] = await Promise.all([app.signedUp(), app.signedUp('admin')]);
  });
  after(() => app.stop());
  beforeEach(async () => {
    visitor = new Visitor(app.origin);
    await app.sql('DELETE FROM jobs');
    await app.sql('DELETE FROM workers');
  });

  const get = (path: string, person: Person) => visitor.get(path, { Cookie: person.cookieHeader });
  const found = async (fields: Record<string, string>, path = '/admin/jobs', person = admin) =>
    idsIn(await get(`${path}?${new URLSearchParams(fields)}`, person));

  it('finds a job by its id, its task, the address of its owner or recipient, or a part of its error', async () => {
    const failed = await aJobThatIs(app, 'failed', ada);
    const other = await aReport(admin);
    await app.sql("UPDATE jobs SET error = 'connect ECONNREFUSED 10.0.0.7:25 (100% _sure)' WHERE id = $1", [failed]);
    await visitor.post('/forgot-password', { email: ada.user.email });
    const [link] = await app.sql("SELECT id FROM jobs WHERE task = 'send-link'");
    const mail = String(link?.['id']);
    for (const [text, ids] of [
      [failed, [failed]],
      [failed.toUpperCase(), [failed]],
      ['dashboard-report', [other, failed]],
      [ada.user.email, [mail, failed]],
      [ada.user.email.toUpperCase(), [mail, failed]],
      ['econnREFUSED', [failed]],
      ['  10.0.0.7:25 ', [failed]],
      ['100% _', [failed]],
      ['100%sure', []],
      ["' OR 1=1 --", []],
      ['dashboard', []],
      ['', [mail, other, failed]],
    ] as const)
      expect([text, await found({ text })]).to.deep.equal([text, ids]);
  });

  it('is narrowed by state, queue and task, one with the other, and says what it was narrowed to', async () => {
    const ids = {
      failed: await aJobThatIs(app, 'failed', ada),
      scheduled: await aJobThatIs(app, 'scheduled', ada),
      queued: await aJobThatIs(app, 'queued', ada),
      bulk: await aJobThatIs(app, 'queued', ada),
      purge: await aJobThatIs(app, 'failed', ada),
    };
    await app.sql("UPDATE jobs SET queue = 'bulk' WHERE id = $1", [ids.bulk]);
    await app.sql("UPDATE jobs SET task = 'purge' WHERE id = $1", [ids.purge]);
    expect(await found({ state: 'queued' })).to.deep.equal([ids.bulk, ids.queued]);
    expect(await found({ state: 'scheduled' })).to.deep.equal([ids.scheduled]);
    expect(await found({ queue: 'bulk' })).to.deep.equal([ids.bulk]);
    expect(await found({ task: 'purge' })).to.deep.equal([ids.purge]);
    expect(await found({ state: 'failed', task: 'dashboard-report', queue: 'default' })).to.deep.equal([ids.failed]);
    expect(await found({ state: 'failed', text: 'did not work', queue: '', task: '' })).to.deep.equal([
      ids.purge,
      ids.failed,
    ]);
    expect(await found({ state: 'failed' }, '/jobs', ada)).to.deep.equal([ids.purge, ids.failed]);
    expect(await found({ state: 'failed', task: 'purge' }, '/jobs', ada)).to.deep.equal([ids.purge]);
    const { text } = await get('/admin/jobs?state=failed&queue=default&text=work', admin);
    for (const chosen of ['failed', 'default'])
      expect(text).to.match(
        new RegExp(`<option [^>]*value="${chosen}"[^>]*selected|<option selected[^>]*value="${chosen}"`),
      );
    expect(text)
      .to.match(/<a href="\/admin\/jobs\?state=failed#jobs" aria-current="true">failed 2<\/a>/)
      .and.match(/name="text"[^>]*value="work"/);
  });

  it('refuses what it cannot be narrowed to, and never shows everything instead', async () => {
    await aReport(ada);
    for (const path of ['/admin/jobs', '/jobs'])
      for (const query of ['state=done', 'queue=x', 'task=mail', 'before=1', 'text=a%00b', `text=${'a'.repeat(201)}`]) {
        const answer = await get(`${path}?${query}`, admin);
        expect([query, answer.status, titleOf(answer)]).to.deep.equal([
          query,
          422,
          'Error: This request cannot be answered – Blotter',
        ]);
      }
  });

  it('shows each of 60 jobs once, page by page, also while others are added', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 60; count += 1) ids.unshift(await aReport(ada));
    for (const [path, person] of [
      ['/admin/jobs?state=queued&text=dashboard-report', admin],
      ['/jobs', ada],
    ] as const) {
      const seen: string[] = [];
      const sizes: number[] = [];
      let next: string | undefined = path;
      while (next !== undefined) {
        const answer: Answer = await get(next, person);
        seen.push(...idsIn(answer));
        sizes.push(idsIn(answer).length);
        next = olderIn(answer);
        await aReport(admin);
      }
      expect(seen).to.deep.equal(ids);
      expect(sizes).to.deep.equal([25, 25, 10]);
    }
  });

  it('says when it is empty, and why', async () => {
    expect((await get('/admin/jobs', admin)).text).to.include('There are no jobs yet.');
    expect((await get('/admin/jobs?state=failed', admin)).text).to.include('There are no such jobs.');
    expect((await get('/jobs', ada)).text)
      .to.include('You have no jobs.')
      .and.include('href="/api/docs"');
    expect((await get('/jobs?state=failed', ada)).text).to.include('You have no such jobs.');
  });

  it('shows of each job what becomes of it, and for whom it is', async () => {
    const id = await aJobThatIs(app, 'running', ada);
    const own = await get('/jobs', ada);
    expect(rowOf(own, `job-${id}`)).to.match(
      new RegExp(`^dashboard-report ${id} running 42 % 42 % 1 \\d\\d? \\w+ 2\\d{3}, \\d\\d:\\d\\d:\\d\\d –$`),
    );
    expect(rowOf(await get('/admin/jobs', admin), `job-${id}`))
      .to.match(new RegExp(`^dashboard-report ${id} default running 42 % 42 % 1 ${ada.user.email} `))
      .and.match(/ –$/);
    expect(own.text).to.include('<progress max="100" value="42" aria-label="Progress">42 %</progress>');
  });

  it('for admins tells of each queue and each worker', async () => {
    const running = await aJobThatIs(app, 'running', ada);
    for (const state of ['queued', 'queued', 'scheduled', 'succeeded', 'failed'] as const)
      await aJobThatIs(app, state, ada);
    const [due] = await app.sql("SELECT id FROM jobs WHERE state = 'waiting' AND run_at <= now() LIMIT 1");
    await app.sql("UPDATE jobs SET run_at = now() - interval '200 seconds' WHERE id = $1", [due?.['id']]);
    await aWorker(app, 0);
    await aWorker(app, 75, 'laptop', '0190163d-8694-739b-aea5-966c26f8ad92');
    const answer = await get('/admin/jobs', admin);
    expect(rowOf(answer, 'queue-default')).to.equal('default 1 2 1 3 min 2');
    expect(rowOf(answer, 'queue-critical')).to.equal('critical 0 0 0 – 0');
    for (const queue of ['bulk', 'mail']) expect(answer.text).to.include(`id="queue-${queue}"`);
    expect(rowOf(answer, 'worker-0190163d-8694-739b-aea5-966c26f8ad91'))
      .to.match(/^desk , process 4711 0190163d-8694-739b-aea5-966c26f8ad91 default 4, mail 2 /)
      .and.match(/(?:under 1 s|\d s) ago dashboard-report$/);
    expect(answer.text).to.include(`<a href="/admin/jobs/${running}">dashboard-report</a></li>`);
    expect(rowOf(answer, 'worker-0190163d-8694-739b-aea5-966c26f8ad92')).to.match(/^laptop .* 1 min ago silent –$/);
    expect(answer.text).not.to.include('Nobody works on jobs.');
    for (const counted of ['scheduled 1', 'queued 2', 'running 1', 'succeeded 1', 'failed 1', 'cancelled 0'])
      expect(answer.text).to.include(`>${counted}</a>`);
  });

  it('for admins says plainly that nobody works on jobs, and how to start one who does', async () => {
    const NOBODY = /<strong>Nobody works on jobs\.<\/strong>.*<code>npm run worker<\/code>/s;
    expect((await get('/admin/jobs', admin)).text).to.match(NOBODY);
    await aWorker(app, 60);
    expect((await get('/admin/jobs', admin)).text).to.match(NOBODY);
    await aWorker(app, 1, 'laptop', '0190163d-8694-739b-aea5-966c26f8ad92');
    expect((await get('/admin/jobs', admin)).text).not.to.match(NOBODY);
  });

  it('is made for the time zone of its reader', async () => {
    const id = await aReport(ada);
    await app.sql("UPDATE jobs SET created_at = '2026-11-20T02:30:05Z' WHERE id = $1", [id]);
    await app.sql("UPDATE users SET time_zone = 'America/New_York' WHERE id = $1", [ada.user.id]);
    for (const path of ['/jobs', `/jobs/${id}`]) {
      const { text } = await get(path, ada);
      expect(text).to.include('<time datetime="2026-11-20T02:30:05.000Z">19 Nov 2026, 21:30:05</time>');
      expect(text).to.match(/As of <time [^>]*>[^<]*<\/time>, America\/New_York\./);
    }
    expect((await get(`/admin/jobs/${id}`, admin)).text).to.include('>20 Nov 2026, 02:30:05</time>');
  });
});

describe('A job with a text that somebody chose', () => {
  const SPITEFUL = `</pre></bdi><script>alert(1)</script><img src=x onerror='alert(2)'> "\u202Egnp.exe\u2066`;
  let app: TestApp;
  let ada: Person;
  let admin: Person;

  before(async () => {
    app = await startApp();
    [ada, admin] = await Promise.all([app.signedUp(), app.signedUp('admin')]);
  });
  after(() => app.stop());

  it('shows it as text, turned round nowhere', async () => {
    const id = await aJobThatIs(app, 'failed', ada);
    await app.sql('UPDATE jobs SET error = $2, result = $3 WHERE id = $1', [
      id,
      SPITEFUL,
      JSON.stringify({ [SPITEFUL]: SPITEFUL }),
    ]);
    await app.sql('UPDATE job_attempts SET error = $2 WHERE job_id = $1', [id, SPITEFUL]);
    await aWorker(app, 0, SPITEFUL);
    const visitor = new Visitor(app.origin);
    for (const [path, person] of [
      ['/admin/jobs', admin],
      [`/admin/jobs/${id}`, admin],
      ['/jobs', ada],
      [`/jobs/${id}`, ada],
    ] as const) {
      const { text } = await visitor.get(path, { Cookie: person.cookieHeader });
      expect(text).to.include('<bdi>&lt;/pre>&lt;/bdi>&lt;script>alert(1)&lt;/script>&lt;img src=x');
      expect(text)
        .to.include('\uFFFDgnp.exe\uFFFD')
        .and.not.match(/[\u202A-\u202E\u2066-\u2069]/);
      expect(text.match(/<script/g)).to.have.length(1);
      expect(text).not.to.match(/<img src=x|<[^>]*\s(?:style|on[a-z]+)=/i);
    }
  });

  it('shows nothing of what it was given, which may be a secret', async () => {
    const id = await aJobThatIs(app, 'failed', ada);
    await app.sql(
      `UPDATE jobs SET payload = '{"to":"x@example.com","subject":"a hidden word","token":"a hidden word"}' WHERE id = $1`,
      [id],
    );
    const { text } = await new Visitor(app.origin).get(`/admin/jobs/${id}`, { Cookie: admin.cookieHeader });
    expect(text).to.include('x@example.com').and.not.include('hidden');
  });

  it('cuts a result that is huge, and the error of a list', async () => {
    const id = await aJobThatIs(app, 'failed', ada);
    await app.sql('UPDATE jobs SET result = $2, error = $3 WHERE id = $1', [
      id,
      JSON.stringify(['long '.repeat(40_000)]),
      `first line ${'x'.repeat(2_000)}\nsecond line`,
    ]);
    const visitor = new Visitor(app.origin);
    const { text } = await visitor.get(`/jobs/${id}`, { Cookie: ada.cookieHeader });
    expect(text.length).to.be.lessThan(30_000);
    expect(text)
      .to.match(/These are the first 20000 of 2000\d\d characters\./)
      .and.include('second line');
    const list = await visitor.get('/jobs', { Cookie: ada.cookieHeader });
    expect(list.text)
      .to.match(/first line x{109}…/)
      .and.not.include('second line');
  });
});
