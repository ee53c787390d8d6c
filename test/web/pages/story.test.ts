import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { aRegistration } from '#test/http/support/builders.ts';
import { startApp, type TestApp } from '#test/http/support/start-app.ts';
import { openBrowser } from '#test/support/chromium.ts';
import { Reader } from './reader.ts';

describe('The pages in a browser', () => {
  let app: TestApp;
  let browser: Browser;
  let reader: Reader;

  before(async () => {
    [app, browser] = await Promise.all([startApp(), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });
  afterEach(async () => {
    await reader.leave();
    expect(reader.complaints).to.deep.equal([]);
  });

  const newestLink = async (email: string): Promise<string> => {
    const { action } = (await app.mailsTo(email)).findLast((mail) => mail.action !== null) ?? {};
    const { pathname, search } = new URL(action?.url ?? '');
    return `${pathname}${search}`;
  };

  for (const [how, javaScriptEnabled] of [
    ['without JavaScript', false],
    ['with JavaScript', true],
  ] as const) {
    it(`let a person ${how} register, confirm, sign out, forget the password, set another and sign in`, async () => {
      reader = await Reader.at(app.origin, browser, { javaScriptEnabled });
      const { email, password, username } = aRegistration({ username: 'Ada Lovelace' });
      const another = app.secrets.add(`another ${app.secrets.add(password)}`);
      await reader.goTo('/');
      expect(reader.path).to.equal('/sign-in');
      await reader.follow('Register');
      await reader.fill({ 'E-mail address': email, Name: username, Password: password });
      await reader.press('Register');
      expect([reader.path, await reader.page.title()]).to.deep.equal(['/', 'Newest operations – Blotter']);
      expect(await reader.page.locator('main').textContent()).to.include(`Signed in as Ada Lovelace (${email}).`);

      await reader.goTo(await newestLink(email));
      await reader.press('Confirm');
      expect(reader.path).to.equal('/?after=verify');
      const news = await reader.page.getByRole('status').allTextContents();
      expect(news).to.deep.equal(['Your e-mail address is confirmed.']);

      await reader.press('Sign out');
      expect(reader.path).to.equal('/sign-in?after=sign-out');
      await reader.follow('Forgot your password?');
      await reader.fill({ 'E-mail address': email });
      await reader.press('Send the mail');
      expect(await reader.page.getByRole('status').textContent()).to.match(/^If this address is registered/);

      await reader.goTo(await newestLink(email));
      await reader.fill({ 'New password': another });
      await reader.press('Set the password');
      expect(reader.path).to.equal('/sign-in?after=reset-password');
      await reader.fill({ 'E-mail address': email, Password: another });
      await reader.press('Sign in');
      expect(reader.path).to.equal('/');
    });

    it(`put the focus ${how} on what went wrong, and lead from there to the field`, async () => {
      reader = await Reader.at(app.origin, browser, { javaScriptEnabled });
      await reader.goTo('/register');
      await reader.press('Register');
      expect(await reader.focus.getByRole('heading').textContent()).to.equal('3 things to correct');
      await reader.page.keyboard.press('Tab');
      expect(await reader.focus.textContent()).to.equal('E-mail address: This field is required.');
      await reader.page.keyboard.press('Enter');
      expect(await reader.focus.getAttribute('id')).to.equal('email');
      expect(await reader.focus.getAttribute('aria-invalid')).to.equal('true');
      const description = await reader.focus.getAttribute('aria-describedby');
      expect(await reader.page.locator(`#${description}`).textContent()).to.equal('This field is required.');
    });
  }

  it('are gone through by the keyboard in the order in which they are read', async () => {
    reader = await Reader.at(app.origin, browser);
    await reader.goTo('/sign-in');
    const stops: (string | null)[] = [];
    for (let stop = 0; stop < 7; stop += 1) {
      await reader.page.keyboard.press('Tab');
      stops.push((await reader.focus.getAttribute('id')) ?? (await reader.focus.textContent()));
    }
    const links = ['Forgot your password?', 'Register'];
    expect(stops).to.deep.equal(['Skip to the content', 'Blotter', 'username', 'password', 'Sign in', ...links]);
    await reader.page.reload();
    for (const key of ['Tab', 'Enter', 'Tab']) await reader.page.keyboard.press(key);
    expect(await reader.focus.getAttribute('id')).to.equal('username');
  });
}).timeout(30_000);

describe('The pages of a service in a local network without HTTPS', () => {
  const ORIGIN = 'http://blotter.lan';
  let app: TestApp;
  let browser: Browser;

  before(async () => {
    [app, browser] = await Promise.all([startApp({ publicUrl: ORIGIN }), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('send forms that are known for their own, though browsers say less there', async () => {
    // As its own proxy the service is reached by a name that no resolver knows.
    const reader = await Reader.at(ORIGIN, browser, { proxy: { server: app.origin } });
    const { email, password, username } = aRegistration();
    app.secrets.add(password);
    await reader.goTo('/register');
    await reader.fill({ 'E-mail address': email, Name: username, Password: password });
    const sent = reader.page.waitForRequest((request) => request.method() === 'POST');
    await reader.press('Register');
    const headers = await (await sent).allHeaders();
    expect(headers).to.include({ origin: ORIGIN, referer: `${ORIGIN}/` });
    expect(headers).not.to.have.property('sec-fetch-site');
    expect([reader.path, reader.complaints]).to.deep.equal(['/', []]);
  });
});
