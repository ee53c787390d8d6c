import { expect } from 'chai';
import { NO_ID } from '../support/builders.ts';
import { API } from '../support/contract.ts';
import type { Person } from '../support/person.ts';
import { pathWith } from '../support/routes.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH'];

describe('A request', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  it('to where nothing is finds nothing, whoever asks and by whatever method', async () => {
    for (const path of [
      '/',
      '/api',
      '/api/',
      API,
      '/api/v1/',
      '/api/v2/operations',
      '/api/v1/operation',
      '/favicon.ico',
    ])
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS'])
        for (const caller of [app.anyone.with({ 'Sec-Fetch-Site': 'none' }), ada.bearer])
          expect([path, (await caller.send(method, absolute(path))).outcome]).to.deep.equal([path, '404 NOT_FOUND']);
    for (const path of [
      '/operations/a/b',
      `/operations/${NO_ID}/history/1`,
      `/accounts/${NO_ID}/operations`,
      '/user',
      `/users/me/${NO_ID}`,
      '/auth/login',
      '/operations/..%2f..%2fusers%2fme',
      '/operations/%2e%2e',
      '/../../etc/passwd',
      '/api/docs/../../../package.json',
      '/api/docs/package.json',
      '/api/docs/%2e%2e%2fpackage.json',
    ])
      expect([path, (await ada.bearer.get(path)).outcome]).to.deep.equal([path, '404 NOT_FOUND']);
  });

  it('with a part of the path that is not percent-encoded UTF-8 is malformed', async () => {
    for (const part of ['%', '%f', '%zz', '%ff', '%c0%80', '%ed%a0%80'])
      for (const [method, path] of [
        ['GET', `/operations/${part}`],
        ['DELETE', `/operations/${part}`],
        ['PATCH', `/accounts/${part}`],
        ['GET', `/operations/${part}/history`],
      ] as const)
        expect([
          part,
          (await ada.bearer.send(method, path, method === 'PATCH' ? {} : undefined)).outcome,
        ]).to.deep.equal([part, '400 MALFORMED']);
  });

  it('by a method that an address does not know is told which it knows, signed in or not', async () => {
    const allowed = Map.groupBy(app.contract.routes, ({ path }) => path);
    for (const [template, routes] of allowed) {
      const known = routes.map(({ method }) => method);
      if (known.includes('GET')) known.push('HEAD');
      known.push('OPTIONS');
      const path = pathWith(template, NO_ID);
      for (const method of METHODS.filter((method) => !known.includes(method)))
        for (const caller of [app.anyone.with({ 'Sec-Fetch-Site': 'none' }), ada.bearer]) {
          const answer = await caller.send(method, path);
          const refused = method === 'HEAD' ? '405' : '405 METHOD_NOT_ALLOWED';
          expect([method, path, answer.outcome]).to.deep.equal([method, path, refused]);
          expect(answer.headers['allow']?.split(', ').sort()).to.deep.equal([...known].sort());
        }
      const options = await app.anyone.send('OPTIONS', path);
      expect([options.status, options.text]).to.deep.equal([204, '']);
      expect(options.headers['allow']?.split(', ').sort()).to.deep.equal([...known].sort());
    }
  });

  it('cannot change its method by a header', async () => {
    for (const header of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      const answer = await ada.bearer.get('/accounts', { [header]: 'POST' });
      expect(answer.status).to.equal(200);
      const post = await ada.bearer.post(`/accounts/${ada.account}`, { name: 'x' }, { [header]: 'PATCH' });
      expect(post.outcome).to.equal('405 METHOD_NOT_ALLOWED');
    }
  });

  it('from another origin is promised nothing', async () => {
    for (const answer of [
      await ada.bearer.get('/operations', { Origin: 'https://evil.example' }),
      await app.anyone.send('OPTIONS', '/operations', undefined, {
        Origin: 'https://evil.example',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization',
      }),
    ])
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).to.deep.equal([]);
  });

  it('is answered without a word about what answers', async () => {
    for (const path of ['/operations', '/nothing', '/livez', '/api/docs', '/metrics']) {
      const { headers } = await ada.bearer.get(path);
      expect(headers).not.to.have.any.keys('server', 'x-powered-by', 'x-runtime', 'via');
      expect(headers).to.include({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
      expect(headers['content-security-policy']).to.match(/default-src 'none'.*frame-ancestors 'none'/);
    }
  });

  describe('has an id', () => {
    for (const id of ['a', 'A1._:-z', '0190163d-8694-739b-aea5-966c26f8ad91', 'x'.repeat(128)])
      it(`that is kept when it is well-formed (${id.slice(0, 40)})`, async () => {
        for (const path of ['/livez', '/users/me', '/nothing', '/api/docs']) {
          const own = `${id.slice(0, 100)}.${path.replaceAll('/', '.')}`;
          const answer = await app.anyone.get(path, { 'X-Request-Id': own });
          expect(answer.headers['x-request-id']).to.equal(own);
          expect(await app.log.line(({ msg, id }) => msg === 'request' && id === own)).to.include({
            path: absolute(path),
          });
        }
      });

    for (const id of ['', ' ', 'a b', 'a,b', 'a"b', '<script>', 'é', 'x'.repeat(129), 'a\tb', '../../etc', '{"a":1}'])
      it(`of its own when the one it brings is not well-formed (${JSON.stringify(id).slice(0, 40)})`, async () => {
        const answer = await app.anyone.get('/users/me', { 'X-Request-Id': id });
        expect(answer.headers['x-request-id']).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect(answer.problem().request_id).to.equal(answer.headers['x-request-id']);
      });

    it('of its own each time', async () => {
      const ids = await Promise.all(
        Array.from({ length: 20 }, async () => (await app.anyone.get('/livez')).headers['x-request-id']),
      );
      expect(new Set(ids).size).to.equal(20);
    });
  });

  describe('has one line in the log', () => {
    it('with its route, its status, its duration and its user, and nothing of what was said', async () => {
      const answer = await ada.bearer.get('/operations?q=what+was+asked', { 'User-Agent': 'spy\\n{"level":60}' });
      const line = await app.log.line(({ id }) => id === answer.headers['x-request-id']);
      const { time, milliseconds, ...rest } = line;
      expect(rest).to.deep.equal({
        level: 30,
        id: answer.headers['x-request-id'],
        method: 'GET',
        path: `${API}/operations`,
        route: `${API}/operations`,
        status: 200,
        userId: ada.user.id,
        msg: 'request',
      });
      expect([typeof milliseconds, Number.isNaN(Date.parse(String(time)))]).to.deep.equal(['number', false]);
      expect(app.log.printed.join('')).not.to.match(/what.was.asked|spy/);
    });

    it('whose route is one of few, whatever the path says: who counts by it must not be flooded', async () => {
      const told = new Set<unknown>();
      for (const path of [
        `/operations/${NO_ID}`,
        '/operations/anything-at-all',
        `/operations/${'x'.repeat(300)}`,
        '/Operations/%61',
        '/operations/1/',
        '/operations/%ff',
      ]) {
        const { headers } = await app.anyone.get(path);
        told.add((await app.log.line(({ id }) => id === headers['x-request-id']))['route']);
      }
      expect([...told]).to.have.members([`${API}/operations/:id`, undefined]);
      for (const [path, route] of [
        [`/operations/any/history/`, '/api/v1/operations/:id/history'],
        ['/OPERATIONS/', '/api/v1/operations'],
        ['/accounts/x', '/api/v1/accounts/:id'],
        ['/livez', '/livez'],
        ['/api/docs/', '/api/docs'],
        ['/api/v1/openapi.json', '/api/v1/openapi.json'],
        ['/nothing', undefined],
      ] as const) {
        const { headers } = await app.anyone.get(path);
        expect((await app.log.line(({ id }) => id === headers['x-request-id']))['route']).to.equal(route);
      }
    });
  });
});

const absolute = (path: string): string => (/^\/(livez|readyz|metrics|api)\b/.test(path) ? path : `${API}${path}`);
