import { expect } from 'chai';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { aJobThatIs, aReport, aWorker, stateOf } from '#test/http/pages/some-jobs.ts';
import type { Person } from '#test/http/support/person.ts';
import { startApp, type TestApp } from '#test/http/support/start-app.ts';
import { openBrowser } from '#test/support/chromium.ts';
import { axeFindings } from './axe-findings.ts';
import { Reader } from './reader.ts';

const UP_TO_DATE = 'It is kept up to date.';
const NO_MORE = 'This page is no longer kept up to date. Load it again.';

/** A page has an hour in three minutes, so that nobody waits for what it does every now and then. */
const HURRIES = `{
  const later = setTimeout;
  window.setTimeout = (act, milliseconds, ...rest) => later(act, milliseconds / 20, ...rest);
}`;

/** The page says how many timers it has set, and the milliseconds of the latest. */
const TELLS_PAUSES = `{
  const later = setTimeout;
  let pauses = 0;
  window.setTimeout = (act, milliseconds, ...rest) => {
    pauses += 1;
    Object.assign(document.documentElement.dataset, { pauses, pause: milliseconds });
    return later(act, milliseconds, ...rest);
  };
}`;

describe('The pages of jobs in a browser', () => {
  let app: TestApp;
  let browser: Browser;
  let reader: Reader;
  let ada: Person;
  let admin: Person;

  before(async () => {
    [app, browser] = await Promise.all([startApp(), openBrowser()]);
    [ada, admin] = [await app.signedUp(), await app.signedUp('admin')];
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });
  beforeEach(async () => {
    await app.sql('DELETE FROM jobs');
    await app.sql('DELETE FROM workers');
  });
  afterEach(() => reader.leave());

  const come = async (
    person: Person,
    path: string,
    options: BrowserContextOptions = {},
    script = '',
  ): Promise<void> => {
    reader = await Reader.at(app.origin, browser, options);
    await reader.signIn({ email: person.user.email, password: person.password });
    await reader.page.addInitScript(script);
    await reader.goTo(path);
  };
  const comeHurrying = (person: Person, path: string): Promise<void> => come(person, path, {}, HURRIES);
  const row = (id: string) => reader.page.locator(`#job-${id}`);
  /** From here on time goes on only when it is told to. */
  const freeze = async (): Promise<void> => {
    await reader.page.clock.install({ time: 0 });
    await reader.page.addInitScript(TELLS_PAUSES);
    await reader.page.reload();
    await reader.page.clock.pauseAt(1_000);
  };
  const requestsOf = (path: string): readonly string[] => {
    const asked: string[] = [];
    reader.page.on('request', (request) => {
      if (request.url() === `${app.origin}${path}`) asked.push(request.url());
    });
    return asked;
  };
  const news = (text: string) => reader.page.getByRole('status').filter({ hasText: text });

  for (const [colorScheme, width] of [
    ['light', 1_280],
    ['dark', 360],
  ] as const)
    it(`can be used by everybody: ${colorScheme}, ${width} pixels wide`, async () => {
      await come(admin, '/', { colorScheme, viewport: { width, height: 800 } });
      const faults: string[] = [];
      const look = async (path: string): Promise<void> => {
        await reader.goTo(path);
        for (const finding of await axeFindings(reader.page)) faults.push(`${path}: ${finding}`);
        const overflow = await reader.page.evaluate('document.documentElement.scrollWidth - innerWidth');
        if (Number(overflow) > 0) faults.push(`${path}: ${overflow} pixels too wide`);
      };
      for (const path of ['/admin/jobs', '/jobs']) await look(path);
      for (const state of ['scheduled', 'queued', 'cancelled'] as const) await aJobThatIs(app, state, admin);
      const running = await aJobThatIs(app, 'running', admin);
      const done = await aJobThatIs(app, 'succeeded', admin);
      const failed = await aJobThatIs(app, 'failed', admin);
      await app.sql('UPDATE jobs SET error = $1 WHERE error IS NOT NULL', [`${'long '.repeat(100)}${'x'.repeat(300)}`]);
      await app.sql('UPDATE job_attempts SET error = $1 WHERE error IS NOT NULL', ['x'.repeat(300)]);
      await aWorker(app, 0, `${'a'.repeat(60)}.example`);
      await aWorker(app, 100, 'laptop', '0190163d-8694-739b-aea5-966c26f8ad92');
      for (const path of [
        '/admin/jobs?state=failed&text=long',
        '/admin/jobs',
        '/admin/jobs/retry-failed',
        '/jobs',
        '/jobs?state=x',
        `/admin/jobs/${running}?after=retry-job`,
        `/admin/jobs/${failed}`,
        `/jobs/${done}`,
      ])
        await look(path);
      expect([...faults, ...reader.complaints]).to.deep.equal([]);
    });

  for (const [whose, path, person] of [
    ['one’s own', '/jobs', () => ada],
    ['anybody’s', '/admin/jobs', () => admin],
  ] as const) {
    it(`show the progress of ${whose} jobs as it is made, without being loaded again`, async () => {
      const id = await aJobThatIs(app, 'running', ada);
      await comeHurrying(person(), path);
      await reader.page.evaluate('window.isTheSame = true');
      await row(id).getByText('42 %').last().waitFor();
      await app.sql('UPDATE jobs SET progress = 77 WHERE id = $1', [id]);
      await row(id).getByText('77 %').last().waitFor();
      expect(await row(id).getByRole('progressbar').getAttribute('value')).to.equal('77');
      const next = await aReport(ada);
      await row(next).waitFor();
      await app.sql("UPDATE jobs SET state = 'succeeded', progress = 100, finished_at = now() WHERE id = $1", [id]);
      await row(id).getByText('succeeded').waitFor();
      await app.sql('DELETE FROM jobs WHERE id = $1', [id]);
      await row(id).waitFor({ state: 'detached' });
      expect(await reader.page.getByRole('row').locator('code').allTextContents()).to.deep.equal([next]);
      expect(await reader.page.evaluate('window.isTheSame')).to.equal(true);
      expect(reader.complaints).to.deep.equal([]);
    });

    it(`show what becomes of one of ${whose} jobs, with its result and without its button at the end`, async () => {
      const id = await aJobThatIs(app, 'running', ada);
      await comeHurrying(person(), `${path}/${id}`);
      const { page } = reader;
      await page.getByRole('button', { name: 'Cancel' }).waitFor();
      await news(UP_TO_DATE).waitFor();
      await app.sql(
        `UPDATE jobs SET state = 'succeeded', progress = 100, result = '{"net":"1"}', finished_at = now() WHERE id = $1`,
        [id],
      );
      await page.getByRole('heading', { name: 'Result' }).waitFor();
      expect(await page.locator('pre').textContent()).to.equal('{\n  "net": "1"\n}');
      expect(await page.getByRole('button', { name: 'Cancel' }).count()).to.equal(0);
      expect(reader.complaints).to.deep.equal([]);
    });
  }

  it('leave alone what has the focus, what is selected and what is typed, and are read out only when something about that changes', async () => {
    const id = await aJobThatIs(app, 'running', ada);
    await comeHurrying(admin, '/admin/jobs');
    const { page } = reader;
    const search = page.getByRole('searchbox');
    await search.fill('half a wor');
    const asOf = page.locator('#as-of');
    const first = await asOf.textContent();
    await page.evaluate(
      `document.querySelector('#workers').textContent = 'selected'; getSelection().selectAllChildren(document.querySelector('#workers'))`,
    );
    const link = row(id).getByRole('link');
    await link.focus();
    await page.evaluate(
      `window.said = 0; new MutationObserver(() => { window.said += 1 }).observe(document.querySelector('#live-news'), { childList: true })`,
    );
    await app.sql('UPDATE jobs SET progress = 77 WHERE id = $1', [id]);
    await row(id).getByText('77 %').last().waitFor();
    await asOf.filter({ hasNotText: first ?? '' }).waitFor();
    expect(await search.inputValue()).to.equal('half a wor');
    expect(await page.locator('#workers').textContent()).to.equal('selected');
    expect(await link.evaluate((element) => element === element.ownerDocument.activeElement)).to.equal(true);
    await app.sql('DELETE FROM jobs WHERE id = $1', [id]);
    const next = await aReport(ada);
    await row(next).waitFor();
    expect(await link.evaluate((element) => element === element.ownerDocument.activeElement)).to.equal(true);
    await search.focus();
    await row(id).waitFor({ state: 'detached' });
    await page.evaluate('getSelection().removeAllRanges()');
    await page.locator('#workers').getByText('Nobody works on jobs.').waitFor();
    expect(await page.evaluate('window.said')).to.be.at.most(1);
    expect(await asOf.getAttribute('aria-live')).to.equal(null);
    expect(reader.complaints).to.deep.equal([]);
  });

  it('ask nothing while nobody sees them', async () => {
    await come(ada, '/jobs');
    await freeze();
    const asked = requestsOf('/jobs');
    const turn = (isHidden: boolean) =>
      reader.page.evaluate(`Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));`);
    await turn(true);
    await reader.page.clock.runFor(60_000);
    expect(asked).to.have.length(0);
    const request = reader.page.waitForRequest(`${app.origin}/jobs`);
    await turn(false);
    await request;
    expect(asked).to.have.length(1);
  });

  it('try again ever later where the server does not answer, and say so; then they go on, or give up', async () => {
    await come(ada, '/jobs');
    const { page } = reader;
    await freeze();
    const asked = requestsOf('/jobs');
    let pauses = 0;
    const expectPauses = async (...expected: readonly number[]): Promise<void> => {
      for (const seconds of expected) {
        pauses += 1;
        await page.locator(`html[data-pauses="${pauses}"][data-pause="${seconds * 1_000}"]`).waitFor();
        const request = page.waitForRequest(`${app.origin}/jobs`);
        await page.clock.runFor(seconds * 1_000);
        await request;
      }
    };
    await page.route(`${app.origin}/jobs`, (route) => route.abort('connectionreset'));
    await expectPauses(2, 4, 8);
    await news('It cannot be kept up to date just now, and tries again.').waitFor();
    await page.unroute(`${app.origin}/jobs`);
    await expectPauses(16);
    await news(UP_TO_DATE).waitFor();
    await page.route(`${app.origin}/jobs`, (route) => route.fulfill({ status: 503, body: 'not now' }));
    await expectPauses(2, 4, 8, 16, 32, 60, 60, 60);
    await news(NO_MORE).waitFor();
    const count = asked.length;
    await page.clock.runFor(600_000);
    expect(asked).to.have.length(count);
  });

  it('stop at once for who is signed out, or where the job is gone', async () => {
    const id = await aJobThatIs(app, 'running', admin);
    await comeHurrying(admin, `/jobs/${id}`);
    await news(UP_TO_DATE).waitFor();
    await app.sql('DELETE FROM jobs WHERE id = $1', [id]);
    await news(NO_MORE).waitFor();
    await reader.goTo('/jobs');
    await news(UP_TO_DATE).waitFor();
    await reader.page.context().clearCookies();
    await news(NO_MORE).waitFor();
    expect(reader.complaints).to.deep.equal([`404: ${app.origin}/jobs/${id}`]);
  });

  it('lead without JavaScript from a search to one job, to its end and back, and to all that have failed', async () => {
    const id = await aJobThatIs(app, 'failed', ada);
    await aJobThatIs(app, 'failed', ada);
    await come(admin, '/', { javaScriptEnabled: false });
    await reader.follow('All jobs');
    await reader.page.getByLabel('State', { exact: true }).selectOption('failed');
    await reader.fill({ 'Id, task, address or part of an error': id });
    await reader.press('Show');
    expect(new URL(reader.page.url()).search).to.equal(`?state=failed&queue=&task=&text=${id}`);
    await reader.follow('dashboard-report');
    expect(reader.path).to.equal(`/admin/jobs/${id}`);
    await reader.press('Try again');
    expect(await reader.page.getByRole('status').first().textContent()).to.equal('The job waits to be tried again.');
    await reader.press('Cancel');
    expect(await stateOf(app, id)).to.equal('cancelled');
    await reader.follow('Back to all jobs');
    await reader.follow('Try all failed ones again');
    await reader.press('Try all failed ones again');
    expect(await reader.page.getByRole('status').first().textContent()).to.equal('1 job is tried again.');
    expect(reader.complaints).to.deep.equal([]);
  });
}).timeout(60_000);
