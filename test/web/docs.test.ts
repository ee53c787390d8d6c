import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Person } from '#test/http/support/person.ts';
import { startApp, type TestApp } from '#test/http/support/start-app.ts';
import { openBrowser } from '#test/support/chromium.ts';

const TELL_VIOLATIONS = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  window.report(violatedDirective + ' ' + blockedURI);
});`;

describe('The page of the API in a browser', () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  let ada: Person;
  /** What a healthy page never does. */
  const complaints: string[] = [];
  const asked: URL[] = [];

  before(async function () {
    // It may be the first on the machine to start a browser.
    this.timeout(30_000);
    [app, browser] = await Promise.all([startApp(), openBrowser()]);
    ada = await app.signedUp();
    page = await (await browser.newContext()).newPage();
    page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('request', (request) => asked.push(new URL(request.url())));
    page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
    await page.exposeFunction('report', (violation: string) => complaints.push(`CSP: ${violation}`));
    await page.addInitScript({ content: TELL_VIOLATIONS });
    await page.goto(`${app.origin}/api/docs`);
    await page.locator('.opblock').first().waitFor();
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('shows every operation of the document under its tag', async () => {
    expect(await page.title()).to.equal('Blotter API');
    const shown = await page.locator('.opblock-summary').evaluateAll((rows) =>
      rows.map((row) => {
        const text = (part: string) => row.querySelector(part)?.textContent?.trim() ?? '';
        return `${text('.opblock-summary-method')} ${text('.opblock-summary-path').replaceAll('\u200b', '')}`;
      }),
    );
    const told = app.contract.routes.map(({ method, path }) => `${method} ${path}`);
    expect(shown).to.have.members(told);
  });

  it('lets who signed in try a call, and shows the answer', async () => {
    const credentials = new URLSearchParams({ username: ada.user.email, password: ada.password }).toString();
    const status = await page.evaluate(async (form) => {
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      return (await fetch('/api/v1/auth/cookie/login', { method: 'POST', headers, body: form })).status;
    }, credentials);
    expect(status).to.equal(204);
    const call = page.locator('#operations-users-readMe');
    await call.locator('.opblock-summary-control').click();
    await call.locator('.try-out__btn').click();
    await call.locator('.execute').click();
    const answer = call.locator('.live-responses-table');
    await answer.waitFor();
    expect((await answer.locator('.response-col_status').last().textContent())?.trim()).to.match(/^200/);
    expect(await answer.textContent()).to.include(`"email": "${ada.user.email}"`);
  });

  it('asks nobody but the service for anything', () => {
    const elsewhere = asked.filter(({ protocol, origin }) => protocol !== 'data:' && origin !== app.origin);
    expect(elsewhere.map(({ href }) => href)).to.deep.equal([]);
    expect(asked.map(({ pathname }) => pathname)).to.include.members([
      '/api/docs',
      '/api/v1/openapi.json',
      '/api/v1/users/me',
    ]);
  });

  it('says nothing on the console and breaks no rule of its policy', () => {
    expect(complaints).to.deep.equal([]);
  });
}).timeout(60_000);
