import { hash } from 'node:crypto';
import { expect } from 'chai';
import type { Answer } from '../support/answer.ts';
import { anOperation, aRegistration } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';
import { assertPlain, OF_A_PAGE } from './plain-page.ts';
import { fieldOf, Visitor, whereTo } from './visitor.ts';

const PAGES = [
  '/sign-in',
  '/register',
  '/forgot-password',
  '/reset-password?token=a',
  '/reset-password',
  '/verify?token=a',
  '/verify',
];

/** Text that would be something else in a page if it were put there as it is. */
const SPITEFUL = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;`;

describe('A page', () => {
  let app: TestApp;
  let ada: Person;
  let visitor: Visitor;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
    const deposit = { type: 'deposit', payment: '25000.500000000000000001', currency: 'EUR', date: '2026-11-19' };
    for (const operation of [anOperation({ symbol: 'AAPL' }), deposit])
      expect((await ada.bearer.post('/operations', operation)).status).to.equal(201);
  });
  after(() => app.stop());
  beforeEach(() => {
    visitor = new Visitor(app.origin);
  });

  for (const path of PAGES)
    it(`at ${path} runs no script, is kept by nobody, and tells no site where its reader was`, async () => {
      const answer = await visitor.get(path);
      expect(answer.headers).to.include(OF_A_PAGE);
      assertPlain(answer);
      expect((await visitor.get(path)).text).to.equal(answer.text);
      const head = await visitor.send('HEAD', path, undefined, {});
      expect([head.status, head.headers['content-length'], head.text]).to.deep.equal([
        answer.status,
        answer.headers['content-length'],
        '',
      ]);
    });

  it('with the operations of a person is as careful', async () => {
    const answer = await visitor.get('/', { Cookie: ada.cookieHeader });
    expect([answer.status, answer.headers]).to.deep.equal([200, { ...answer.headers, ...OF_A_PAGE }]);
    assertPlain(answer);
    expect(answer.text).to.include('<span class="type">Buy</span> <span class="instrument">AAPL</span>');
    for (const amount of ['10</span>', '100 ', '1 ', '25000.500000000000000001 '])
      expect(answer.text).to.include(`<span>${amount}`);
  });

  it('shows what was typed as text, wherever it stands', async () => {
    const username = SPITEFUL.slice(0, 60);
    const fields = aRegistration({ username });
    app.secrets.add(fields.password);
    await visitor.post('/register', fields);
    const stranger = new Visitor(app.origin);
    const answers = [
      await visitor.get('/'),
      await stranger.post('/register', { email: SPITEFUL, username: SPITEFUL, password: '' }),
      await stranger.post('/sign-in', { username: SPITEFUL, password: 'a wrong password' }),
      await stranger.post('/forgot-password', { email: SPITEFUL }),
      await stranger.get(`/reset-password?${new URLSearchParams({ token: SPITEFUL })}`),
      await stranger.get(`/verify?${new URLSearchParams({ token: SPITEFUL })}`),
    ];
    for (const answer of answers) {
      assertPlain(answer);
      expect(answer.text)
        .to.include('&quot;>&lt;script>alert(1)')
        .and.to.match(/&amp;amp;|onerror='ale/);
    }
    expect(fieldOf(answers[4] as Answer, 'token')).to.match(/^<input type="hidden" name="token" value="[^"]*"\/?>$/);
  });

  it('is made for the time zone of its reader, but a day is the same day everywhere', async () => {
    const eve = await app.signedUp();
    await app.sql(`UPDATE users SET time_zone = 'America/New_York' WHERE id = $1`, [eve.user.id]);
    await eve.bearer.post('/operations', anOperation({ date: '2026-11-20T02:30:00Z' }));
    await eve.bearer.post('/operations', anOperation({ date: '2026-11-18' }));
    const { text } = await visitor.get('/', { Cookie: eve.cookieHeader });
    expect(text).to.include('<time datetime="2026-11-20T02:30:00.000Z">19 Nov 2026, 21:30</time>');
    expect(text).to.include('<time datetime="2026-11-18">18 Nov 2026</time>');
    expect(text).to.include('Times are those of America/New_York.');
  });

  describe('loads', () => {
    const loadedBy = async () => {
      const { text } = await visitor.get('/sign-in');
      return [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    };

    it('what may be kept for ever, as its name changes with its content', async () => {
      const paths = new Set(await loadedBy());
      expect([...paths].map((path) => path.replace(/-[\w-]{12}\./, '.'))).to.deep.equal([
        '/assets/blotter.svg',
        '/assets/blotter.css',
      ]);
      for (const path of paths) {
        const { status, headers, text } = await visitor.get(path);
        expect(status).to.equal(200);
        expect(headers).to.include({
          'cache-control': 'public, max-age=31536000, immutable',
          'content-type': path.endsWith('.css') ? 'text/css; charset=utf-8' : 'image/svg+xml',
          'x-content-type-options': 'nosniff',
        });
        expect(headers).not.to.have.any.keys('vary', 'set-cookie');
        if (path.endsWith('.css')) expect(path).to.include(`-${hash('sha256', text, 'base64url').slice(0, 12)}.`);
        expect((await visitor.get(path.replace('blotter-', 'blotter-0'))).status).to.equal(404);
        expect((await visitor.post(path)).status).to.equal(405);
      }
    });
  });

  it('of a service with an https:// address signs in by a cookie that is bound to it', async () => {
    const https = await startApp({ publicUrl: 'https://blotter.example' });
    try {
      const fields = aRegistration();
      https.secrets.add(fields.password);
      const answer = await new Visitor(https.origin).post('/register', fields);
      expect(whereTo(answer)).to.equal('303 /');
      expect(answer.cookies.find((cookie) => cookie.startsWith('__Host-blotter='))).to.match(/Secure/);
    } finally {
      await https.stop();
    }
  });
});
