import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { anOperation } from '#test/http/support/builders.ts';
import type { Person } from '#test/http/support/person.ts';
import { startApp, type TestApp } from '#test/http/support/start-app.ts';
import { openBrowser } from '#test/support/chromium.ts';
import { axeFindings } from './axe-findings.ts';
import { Reader } from './reader.ts';

const TOKEN = 't'.repeat(43);
const PAPER = { light: 'rgb(245, 244, 240)', dark: 'rgb(18, 22, 28)' };

type Sight = readonly [name: string, come: (reader: Reader) => Promise<void>];

/** Every page that a stranger sees, with and without something wrong, one after the other. */
const SIGHTS: readonly Sight[] = [
  ['sign-in', (reader) => reader.goTo('/sign-in?after=sign-out')],
  ['sign-in, nothing filled in', (reader) => reader.press('Sign in')],
  ['sign-in, refused', (reader) => reader.signIn({ email: 'x@example.com', password: 'a wrong password' })],
  ['register', (reader) => reader.goTo('/register')],
  ['register, nothing filled in', (reader) => reader.press('Register')],
  ['forgot-password', (reader) => reader.goTo('/forgot-password')],
  ['forgot-password, nothing filled in', (reader) => reader.press('Send the mail')],
  [
    'forgot-password, the mail on its way',
    async (reader) => {
      await reader.fill({ 'E-mail address': 'x@example.com' });
      await reader.press('Send the mail');
    },
  ],
  ['reset-password', (reader) => reader.goTo(`/reset-password?token=${TOKEN}`)],
  ['reset-password, nothing filled in', (reader) => reader.press('Set the password')],
  ['reset-password, a bad link', (reader) => reader.goTo('/reset-password')],
  ['verify', (reader) => reader.goTo(`/verify?token=${TOKEN}`)],
  ['verify, a bad link', (reader) => reader.press('Confirm')],
  ['nothing', (reader) => reader.goTo('/nothing')],
];

describe('Every page', () => {
  let app: TestApp;
  let browser: Browser;
  /** Has no operations. */
  let eve: Person;
  /** Has operations, among them one with the longest numbers that there can be. */
  let ada: Person;

  before(async () => {
    [app, browser] = await Promise.all([startApp(), openBrowser()]);
    [ada, eve] = await Promise.all([app.signedUp(), app.signedUp()]);
    const price = '12345678901234567890.123456789012345678';
    const longest = { quantity: price, price, symbol: 'A'.repeat(32), figi: null, date: '2026-11-18' };
    for (const operation of [anOperation(), anOperation(longest)])
      expect((await ada.bearer.post('/operations', operation)).status).to.equal(201);
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  const home = (person: () => Person) => (reader: Reader) =>
    reader.signIn({ email: person().user.email, password: person().password });
  const sights: readonly Sight[] = [
    ...SIGHTS,
    ['home, with operations', home(() => ada)],
    ['sign-out', (reader) => reader.goTo('/sign-out')],
    ['sign-in, signed out', (reader) => reader.press('Sign out')],
    ['home, with nothing yet', home(() => eve)],
  ];

  // Nothing in the style depends on both.
  for (const [colorScheme, width] of [
    ['light', 1_280],
    ['dark', 360],
  ] as const)
    it(`can be used by everybody: ${colorScheme}, ${width} pixels wide`, async () => {
      const reader = await Reader.at(app.origin, browser, { colorScheme, viewport: { width, height: 800 } });
      const faults: string[] = [];
      for (const [name, come] of sights) {
        await come(reader);
        for (const finding of await axeFindings(reader.page)) faults.push(`${name}: ${finding}`);
        const overflow = await reader.page.evaluate('document.documentElement.scrollWidth - innerWidth');
        if (Number(overflow) > 0) faults.push(`${name}: ${overflow} pixels too wide`);
        const paper = await reader.page.evaluate('getComputedStyle(document.body).backgroundColor');
        if (paper !== PAPER[colorScheme]) faults.push(`${name}: ${colorScheme}, but on ${paper}`);
      }
      await reader.leave();
      expect([...faults, ...reader.complaints]).to.deep.equal([]);
    });

  it('with operations has a table of them, also where each row is a block', async () => {
    for (const width of [360, 1_280]) {
      const reader = await Reader.at(app.origin, browser, { viewport: { width, height: 800 } });
      await home(() => ada)(reader);
      // By what is written: browsers differ in what they still take for a table.
      const row = reader.page.locator('[role=table] [role=row]').nth(1);
      const cells = await row.locator('[role=cell]').allTextContents();
      expect(cells.map((cell) => cell.trim())).to.deep.equal([
        '20 Nov 2026, 10:00',
        'Buy BBG000B9XRY4',
        '10',
        '100 USD',
        '–',
        '1 USD',
      ]);
      await reader.leave();
    }
  });
}).timeout(60_000);
