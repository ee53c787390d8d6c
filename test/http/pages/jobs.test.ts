import { expect } from 'chai';
import type { Answer } from '../support/answer.ts';
import { NO_ID } from '../support/builders.ts';
import type { Headers } from '../support/caller.ts';
import { lastingRows } from '../support/ledger-rows.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';
import { assertPlain, OF_A_PAGE } from './plain-page.ts';
import { aJobThatIs, aReport, stateOf } from './some-jobs.ts';
import { titleOf, Visitor, whereTo } from './visitor.ts';

const OWN_PAGE = { 'Sec-Fetch-Site': 'same-origin' };
const CROSS: readonly Headers[] = [
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { Origin: 'https://evil.example' },
  {},
];

describe('The pages of jobs', () => {
  let app: TestApp;
  let visitor: Visitor;
  let ada: Person;
  let eve: Person;
  let auditor: Person;
  let admin: Person;

  before(async () => {
    app = await startApp();
    [ada, eve] = await Promise.all([app.signedUp(), app.signedUp()]);
    auditor = await app.signedUp('auditor');
    admin = await app.signedUp('admin');
    await app.workOff();
  });
  after(() => app.stop());
  beforeEach(() => {
    visitor = new Visitor(app.origin);
  });

  const get = (path: string, person?: Person) => visitor.get(path, person ? { Cookie: person.cookieHeader } : {});
  const post = (path: string, person?: Person, from: Headers = OWN_PAGE) =>
    visitor.post(path, {}, { ...from, ...(person && { Cookie: person.cookieHeader }) });

  const ofAdmins = (id: string) => ['/admin/jobs', '/admin/jobs/retry-failed', `/admin/jobs/${id}`];
  const postsOfAdmins = (id: string) => [
    '/admin/jobs/retry-failed',
    `/admin/jobs/${id}/cancel`,
    `/admin/jobs/${id}/retry`,
  ];
  const posts = (id: string) => [`/jobs/${id}/cancel`, `/jobs/${id}/retry`];

  /** What nobody but a session gets anywhere by: nothing at all, or a token. */
  const strangers = (): readonly (readonly [who: string, headers: Headers])[] => [
    ['nobody', {}],
    ['the token of an admin', { Authorization: `Bearer ${admin.token}` }],
    ['that beside a session', { Authorization: `Bearer ${admin.token}`, Cookie: admin.cookieHeader }],
    ['a token that is none', { Authorization: 'Bearer blt_nobodys', Cookie: admin.cookieHeader }],
  ];

  const expectPage = (answer: Answer, status: number, title: string): void => {
    expect([answer.status, titleOf(answer)]).to.deep.equal([status, `Error: ${title} – Blotter`]);
    expect(answer.headers).to.include(OF_A_PAGE);
    assertPlain(answer);
  };

  describe('that are for admins', () => {
    it('are answered 401 with the form to sign in to who has no session, and lead back', async () => {
      const id = await aReport(ada);
      for (const [who, headers] of strangers()) {
        for (const path of ofAdmins(id)) {
          const answer = await visitor.get(path, headers);
          expectPage(answer, 401, 'Sign in');
          expect(answer.text, who).to.include(`name="next" value="${path}"`);
          expect(answer.headers).to.include({ 'www-authenticate': 'Bearer' });
        }
        for (const path of postsOfAdmins(id)) {
          const answer = await visitor.post(path, {}, { ...OWN_PAGE, ...headers });
          expectPage(answer, 401, 'Sign in');
          expect(answer.text, who).to.include('name="next" value="/admin/jobs"');
        }
      }
      expect(await stateOf(app, id)).to.equal('waiting');
    });

    it('are answered 403 to users and auditors, whether or not there is such a job', async () => {
      const id = await aReport(ada);
      for (const person of [ada, auditor])
        for (const one of [id, NO_ID, 'none']) {
          for (const path of ofAdmins(one)) expectPage(await get(path, person), 403, 'This is not allowed');
          for (const path of postsOfAdmins(one)) expectPage(await post(path, person), 403, 'This is not allowed');
        }
      expect(await stateOf(app, id)).to.equal('waiting');
    });

    it('are seen by admins', async () => {
      const id = await aReport(ada);
      for (const path of ofAdmins(id)) expect([path, (await get(path, admin)).status]).to.deep.equal([path, 200]);
      for (const path of [`/admin/jobs/${NO_ID}`, '/admin/jobs/none'])
        expectPage(await get(path, admin), 404, 'Nothing is here');
    });
  });

  describe('that are somebody’s own', () => {
    it('send whoever has no session to the form to sign in, and back to where they were', async () => {
      const id = await aReport(ada);
      for (const [, headers] of strangers()) {
        expect(whereTo(await visitor.get('/jobs?state=failed', headers))).to.equal(
          '303 /sign-in?next=%2Fjobs%3Fstate%3Dfailed',
        );
        for (const path of posts(id))
          expect(whereTo(await visitor.post(path, {}, { ...OWN_PAGE, ...headers }))).to.equal(
            `303 /sign-in?next=%2Fjobs%2F${id}`,
          );
      }
      expect(await stateOf(app, id)).to.equal('waiting');
    });

    it('show nobody else’s, not even to admins: it is as if there were none', async () => {
      const id = await aReport(ada);
      for (const person of [eve, auditor, admin]) {
        expect((await get('/jobs', person)).text).not.to.include(id);
        const others = [await get(`/jobs/${id}`, person), await get(`/jobs/${NO_ID}`, person)];
        for (const answer of others) expectPage(answer, 404, 'Nothing is here');
        expect(others[0]?.withoutItsName).to.deep.equal(others[1]?.withoutItsName);
        expectPage(await get('/jobs/none', person), 404, 'Nothing is here');
        if (person === auditor) continue;
        for (const path of posts(id)) expectPage(await post(path, person), 404, 'Nothing is here');
      }
      expect(await stateOf(app, id)).to.equal('waiting');
    });

    it('let an auditor change nothing, and offer nothing that is refused', async () => {
      // A job from before the role.
      const before = await app.signedUp();
      const id = await aReport(before);
      await app.sql("UPDATE users SET role = 'auditor' WHERE id = $1", [before.user.id]);
      const { text } = await get(`/jobs/${id}`, before);
      expect(text).not.to.include(`action="/jobs/${id}`);
      for (const path of posts(id)) expectPage(await post(path, before), 403, 'This is not allowed');
      expect(await stateOf(app, id)).to.equal('waiting');
    });

    it('are linked in the head of every page, and for admins those of all', async () => {
      const linked = async (person: Person) =>
        [...(await get('/', person)).text.matchAll(/href="(\/[\w/]*jobs)"/g)].map(([, path]) => path);
      expect(await linked(ada)).to.deep.equal(['/jobs']);
      expect(await linked(auditor)).to.deep.equal(['/jobs']);
      expect(await linked(admin)).to.deep.equal(['/jobs', '/admin/jobs']);
      expect((await get('/sign-in')).text).not.to.include('href="/jobs"');
    });
  });

  for (const from of CROSS)
    it(`change nothing by a form that another site sends (${Object.entries(from).join() || 'no word of where'})`, async () => {
      const failed = await aJobThatIs(app, 'failed', admin);
      const queued = await aJobThatIs(app, 'queued', admin);
      for (const id of [failed, queued])
        for (const path of [...postsOfAdmins(id), ...posts(id)])
          expectPage(await post(path, admin, from), 403, 'This is not allowed');
      expect([await stateOf(app, failed), await stateOf(app, queued)]).to.deep.equal(['failed', 'waiting']);
    });

  it('change nothing by being looked at, and know no other method', async () => {
    const id = await aJobThatIs(app, 'failed', ada);
    const before = await lastingRows(app);
    for (const path of ofAdmins(id))
      for (const method of ['GET', 'HEAD']) await visitor.send(method, path, undefined, { Cookie: admin.cookieHeader });
    for (const path of ['/jobs', `/jobs/${id}`]) await get(path, ada);
    for (const path of [...postsOfAdmins(id).slice(1), ...posts(id)])
      expect([path, (await get(path, admin)).status]).to.deep.equal([path, 405]);
    for (const path of ['/admin/jobs', '/jobs', `/jobs/${id}`, `/admin/jobs/${id}`])
      for (const method of ['POST', 'PUT', 'DELETE']) {
        const { status } = await visitor.send(method, path, undefined, { ...OWN_PAGE, Cookie: admin.cookieHeader });
        expect([method, path, status]).to.deep.equal([method, path, 405]);
      }
    expect(await lastingRows(app)).to.deep.equal(before);
  });

  it('run one script, which is ours and asks us alone, and are kept by nobody', async () => {
    const id = await aReport(admin);
    for (const path of ['/admin/jobs', `/admin/jobs/${id}`, '/jobs', `/jobs/${id}`]) {
      const { headers, text } = await get(path, admin);
      expect(headers).to.include({
        ...OF_A_PAGE,
        'content-security-policy': `${OF_A_PAGE['content-security-policy']}; script-src 'self'; connect-src 'self'`,
      });
      const scripts = [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)];
      expect(scripts).to.have.length(1);
      const [, src = ''] =
        /^<script src="(\/assets\/live-[\w-]{12}\.js)" defer(?:="")?><\/script>$/.exec(scripts[0]?.[0] ?? '') ?? [];
      expect((await visitor.get(src)).headers).to.include({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      });
      expect(text).not.to.match(/<style|<[^>]*\s(?:style|on[a-z]+)=/i);
    }
    for (const path of ['/', '/admin/jobs/retry-failed']) assertPlain(await get(path, admin));
  });

  for (const [whose, path, actor] of [
    ['one’s own', '/jobs', () => ada],
    ['anybody’s', '/admin/jobs', () => admin],
  ] as const) {
    it(`let ${whose} job that failed or was cancelled be tried again, and it is done`, async () => {
      for (const state of ['failed', 'cancelled'] as const) {
        const id = await aJobThatIs(app, state, ada);
        const page = `${path}/${id}`;
        expect((await get(page, actor())).text)
          .to.include(`action="${page}/retry"`)
          .and.not.include('/cancel"');
        expect(whereTo(await post(`${page}/retry`, actor()))).to.equal(`303 ${page}?after=retry-job`);
        const after = await get(`${page}?after=retry-job`, actor());
        expect(after.text).to.include('role="status">The job waits to be tried again.</p>').and.include('>queued<');
        expect(await app.workOff()).to.be.greaterThan(0);
        expect(await stateOf(app, id)).to.equal('succeeded');
      }
    });

    it(`let ${whose} job be cancelled that waits, and it never runs; one that runs is told to stop`, async () => {
      for (const state of ['queued', 'scheduled', 'running'] as const) {
        const id = await aJobThatIs(app, state, ada);
        const page = `${path}/${id}`;
        expect((await get(page, actor())).text)
          .to.include(`action="${page}/cancel"`)
          .and.not.include('/retry"');
        expect(whereTo(await post(`${page}/cancel`, actor()))).to.equal(`303 ${page}?after=cancel-job`);
        expect((await get(`${page}?after=cancel-job`, actor())).text).to.include('The job is cancelled.');
        await app.workOff();
        expect(await stateOf(app, id)).to.equal(state === 'running' ? 'running' : 'cancelled');
        const [row] = await app.sql('SELECT cancel_asked_at IS NOT NULL AS asked FROM jobs WHERE id = $1', [id]);
        expect(row).to.deep.equal({ asked: true });
      }
    });

    it(`refuse what the state of ${whose} job does not allow`, async () => {
      const queued = await aJobThatIs(app, 'queued', ada);
      const done = await aJobThatIs(app, 'succeeded', ada);
      for (const [id, verb, detail] of [
        [queued, 'retry', 'this one is queued'],
        [done, 'retry', 'this one is succeeded'],
        [done, 'cancel', 'it has succeeded'],
      ] as const) {
        const answer = await post(`${path}/${id}/${verb}`, actor());
        expectPage(answer, 409, 'This request cannot be answered');
        expect(answer.text).to.include(detail);
      }
      expect((await get(`${path}/${done}`, actor())).text).not.to.match(/action="[^"]*(?:retry|cancel)"/);
    });
  }

  it('let an admin try all that have failed again, after having been asked, and say how many', async () => {
    await app.workOff();
    await app.sql("DELETE FROM jobs WHERE state = 'failed'");
    expect((await get('/admin/jobs', admin)).text).not.to.include('href="/admin/jobs/retry-failed"');
    const none = await get('/admin/jobs/retry-failed', admin);
    expect(none.text).to.include('No job has failed.').and.not.include('action="/admin/jobs/retry-failed"');
    const ids = [await aJobThatIs(app, 'failed', ada), await aJobThatIs(app, 'failed', eve)];
    const cancelled = await aJobThatIs(app, 'cancelled', eve);
    expect((await get('/admin/jobs', admin)).text).to.include('href="/admin/jobs/retry-failed"');
    const asked = await get('/admin/jobs/retry-failed', admin);
    expect(asked.text).to.include('2 jobs have failed for good.').and.include('action="/admin/jobs/retry-failed"');
    const answer = await post('/admin/jobs/retry-failed', admin);
    expect(whereTo(answer)).to.equal('303 /admin/jobs?after=retry-failed&count=2');
    expect((await get('/admin/jobs?after=retry-failed&count=2', admin)).text).to.include('2 jobs are tried again.');
    expect((await get('/admin/jobs?after=retry-failed&count=1', admin)).text).to.include('1 job is tried again.');
    expect((await get('/admin/jobs?after=retry-failed&count=all', admin)).text).not.to.include('class="notice"');
    expect(await app.workOff()).to.equal(2);
    for (const id of ids) expect(await stateOf(app, id)).to.equal('succeeded');
    expect(await stateOf(app, cancelled)).to.equal('cancelled');
    const [entry] = await app.sql(
      "SELECT details FROM audit_log WHERE action = 'jobs.retried' ORDER BY id DESC LIMIT 1",
    );
    expect(entry).to.deep.equal({ details: { count: '2' } });
  });
});
