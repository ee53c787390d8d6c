import { expect } from 'chai';
import { ConfigError, loadConfig } from '#infrastructure/config.ts';
import { API } from '../support/contract.ts';
import { cookieLogin, credentialsOf, type Person } from '../support/person.ts';
import { sendRaw } from '../support/raw-socket.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

/*
 * OWASP API8:2023, security misconfiguration. Here: every header of every class of answer, problem+json for what no route sees and whatever a
 * client would rather read, both cookies under HTTPS, and the shortest secret. At least what helmet sets and no CORS by default is
 * security-headers.test.ts; refusals of every kind errors/*.test.ts and, of all other tests, support/contract.ts; 405 for every other method
 * errors/requests.test.ts; no stack errors/unexpected.test.ts; proxies that are believed test/infrastructure/config.test.ts.
 */

const OF_ALL = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
};
/** The connection's, the clock's, and what differs from one answer to the next; here without their values. */
const VARYING = [
  'age',
  'cache-status',
  'connection',
  'content-length',
  'date',
  'etag',
  'keep-alive',
  'last-modified',
  'ratelimit',
  'x-request-id',
];

const DATA = "default-src 'none'; frame-ancestors 'none'";
const PAGE =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const DOCUMENTS =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const MINE = { vary: 'Authorization, Cookie' };
const CODED_MINE = { vary: 'Authorization, Cookie, Accept-Encoding' };
const LIMITED = { 'ratelimit-policy': '"api";q=600000;w=60' };
const JSON_TYPE = 'application/json; charset=utf-8';

type Class = readonly [what: string, path: string, status: number, headers: Readonly<Record<string, string>>];

describe('An answer of each class', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp({ publicUrl: 'https://blotter.example', rateLimits: true });
    ada = await app.signedUp();
  });
  after(() => app.stop());

  const CLASSES: readonly Class[] = [
    ['data', `${API}/users/me`, 200, { ...MINE, ...LIMITED, 'cache-control': 'private, no-cache' }],
    ['a secret', `${API}/tokens`, 200, { ...MINE, ...LIMITED, 'cache-control': 'no-store' }],
    ['a refusal', `${API}/nothing`, 404, { ...MINE, ...LIMITED, 'cache-control': 'no-store' }],
    ['metrics', '/metrics', 403, { ...MINE, 'cache-control': 'no-store' }],
    ['a page', '/sign-in', 200, { ...MINE, 'cache-control': 'no-store', 'content-security-policy': PAGE }],
    ['a redirect', '/', 303, { ...MINE, 'cache-control': 'no-store', location: '/sign-in' }],
    ['life', '/livez', 200, { 'cache-control': 'no-store' }],
    ['readiness', '/readyz', 200, { 'cache-control': 'no-store' }],
    ['a list', `${API}/operations`, 200, { ...LIMITED, ...CODED_MINE, 'cache-control': 'private, no-cache' }],
    [
      'the document',
      `${API}/openapi.json`,
      200,
      { 'cache-control': 'public, max-age=300', 'content-encoding': 'gzip', vary: 'Accept-Encoding' },
    ],
    [
      'the page of the API',
      '/api/docs',
      200,
      { 'cache-control': 'public, max-age=300', 'content-security-policy': DOCUMENTS },
    ],
    [
      'what that loads',
      '/api/docs/swagger-ui.css',
      200,
      { 'accept-ranges': 'bytes', 'cache-control': 'public, max-age=300' },
    ],
  ];
  const TYPES: Readonly<Record<string, string>> = {
    'a page': 'text/html; charset=utf-8',
    'the page of the API': 'text/html; charset=utf-8',
    'what that loads': 'text/css; charset=utf-8',
    'a refusal': 'application/problem+json',
    metrics: 'application/problem+json',
  };

  for (const [what, path, status, headers] of CLASSES)
    it(`(${what}) has these headers and no other`, async () => {
      const Authorization = `Bearer ${ada.token}`;
      const answer = await fetch(`${app.origin}${path}`, { headers: { Authorization }, redirect: 'manual' });
      await answer.arrayBuffer();
      const told = Object.fromEntries(answer.headers.entries().filter(([name]) => !VARYING.includes(name)));
      const type = status === 303 ? {} : { 'content-type': TYPES[what] ?? JSON_TYPE };
      expect(answer.status).to.equal(status);
      expect(told).to.deep.equal({ ...OF_ALL, 'content-security-policy': DATA, ...type, ...headers });
    });

  it('(a file of a page) may be kept for ever', async () => {
    const page = await (await fetch(`${app.origin}/sign-in`)).text();
    const files = new Set(page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g).map(([, path]) => path));
    expect(files).to.have.property('size', 2);
    for (const path of files) {
      const answer = await fetch(`${app.origin}${path}`);
      await answer.arrayBuffer();
      const told = Object.fromEntries(answer.headers.entries().filter(([name]) => !VARYING.includes(name)));
      expect(told).to.deep.equal({
        ...OF_ALL,
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': DATA,
        'content-type': path?.endsWith('.css') ? 'text/css; charset=utf-8' : 'image/svg+xml',
      });
    }
  });

  it('(a cookie) is bound to its host and to HTTPS, and out of reach of scripts and of other sites', async () => {
    const { cookies } = await cookieLogin(app.anyone, credentialsOf(ada));
    const bound = ({ length }: readonly string[]) =>
      Array(length).fill(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
    const attributes = cookies.map((cookie) =>
      cookie
        .split('; ')
        .slice(1)
        .filter((part) => !part.includes('Expires') && !part.includes('Max-Age'))
        .sort(),
    );
    expect(cookies.map((cookie) => cookie.replace(/=.*/, '')).sort()).to.deep.equal([
      '__Host-blotter',
      '__Host-blotter-device',
    ]);
    expect(attributes).to.deep.equal(bound(cookies));
  });
});

describe('A refusal of the API', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  it('is problem+json whatever the client would rather read', async () => {
    for (const path of [
      '/operations',
      '/nothing',
      '/operations/%ff',
      '/operations?limit=%ff',
      '/api',
      '/metrics',
      '/livez/nothing',
    ])
      for (const Accept of [
        'text/html,application/xhtml+xml',
        'text/plain',
        'application/xml',
        'image/*',
        'application/problem+json;q=0',
        '*/*',
        'nonsense',
      ])
        for (const method of ['GET', 'POST', 'TRACE', 'HEAD']) {
          const answer = await app.anyone.send(method, path, undefined, { Accept, 'Sec-Fetch-Site': 'none' });
          expect([path, method, answer.headers['content-type']]).to.deep.equal([
            path,
            method,
            'application/problem+json',
          ]);
        }
  });

  it('is problem+json also for targets that no route can be', async () => {
    for (const [line, status] of [
      ['OPTIONS * HTTP/1.1', 404],
      ['M-SEARCH * HTTP/1.1', 404],
      ['GET /% HTTP/1.1', 404],
      ['GET /api/v1/% HTTP/1.1', 404],
      ['GET //api/v1/operations HTTP/1.1', 404],
      ['GET ?limit=1 HTTP/1.1', 400],
      ['TRACE /api/v1/operations HTTP/1.1', 405],
      ['PROPFIND /api/v1/operations HTTP/1.1', 405],
      ['GET api/v1/operations HTTP/1.1', 400],
    ] as const) {
      const { text, statuses } = await sendRaw(app.port, `${line}\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect([line, statuses]).to.deep.equal([line, [status]]);
      expect(text, line).to.match(/^content-type: application\/problem\+json\r$/im);
      expect(text, line).not.to.match(/^(server|x-powered-by|via):|node_modules|\n\s+at /im);
    }
  });
});

describe('The secret of a service', () => {
  const starts = (SESSION_SECRET: string): boolean => {
    try {
      const config = loadConfig({ serves: true }, { DATABASE_URL: 'postgres://blotter@db/blotter', SESSION_SECRET });
      return config.sessionSecret === SESSION_SECRET;
    } catch (error) {
      if (error instanceof ConfigError) return false;
      throw error;
    }
  };

  it('has 32 characters at least, and there is none by default', () => {
    expect(['', 'secret', 'x'.repeat(31), 'x'.repeat(32)].map(starts)).to.deep.equal([false, false, false, true]);
  });
});
