import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect } from 'chai';
import helmet from 'helmet';
import { anAccount } from './support/builders.ts';
import type { Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

/** What helmet says by itself. */
function helmetHeaders(): Readonly<Record<string, unknown>> {
  const req = new IncomingMessage(new Socket());
  const res = new ServerResponse(req);
  helmet()(req, res, () => {});
  return res.getHeaders();
}

/** Of a page or the API, by its whole path. */
async function headersOf({ origin }: TestApp, path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${origin}${path}`, { headers, redirect: 'manual' });
  await answer.arrayBuffer();
  return Object.fromEntries(answer.headers);
}

describe('Every answer', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp({ publicUrl: 'https://blotter.example' });
  });
  after(() => app.stop());

  it('has all security headers that helmet sets, be it data, a page, a refusal or a file', async () => {
    for (const path of [
      '/sign-in',
      '/',
      '/api/docs',
      '/api/v1/openapi.json',
      '/api/v1/operations',
      '/livez',
      '/nothing',
    ]) {
      const headers = await headersOf(app, path);
      expect(Object.keys(headers), path).to.include.members(Object.keys(helmetHeaders()));
    }
  });

  it('says at least what helmet says', async () => {
    const { 'content-security-policy': policy, 'x-frame-options': _frames, ...others } = helmetHeaders();
    const headers = await headersOf(app, '/sign-in');
    expect(policy).to.include("default-src 'self'");
    expect(headers['content-security-policy'])
      .to.match(/^default-src 'none'/)
      .and.not.include('unsafe');
    expect(headers).to.include({ 'x-frame-options': 'DENY' });
    const { 'strict-transport-security': hsts, 'referrer-policy': referrer, ...same } = others;
    expect(headers).to.include(same);
    expect(headers['strict-transport-security']).to.equal(hsts);
    expect(headers['referrer-policy']).to.include(referrer);
  });
});

describe('A page of another origin', () => {
  let app: TestApp;
  let ada: Person;
  const desk = { Origin: 'https://desk.example', 'Sec-Fetch-Site': 'cross-site' };
  const evil = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
  const preflight = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization' };

  before(async () => {
    app = await startApp({ corsOrigins: ['https://desk.example'] });
    ada = await app.signedUp();
  });
  after(() => app.stop());

  it('may read the answers of the API where it is allowed, without cookies', async () => {
    const asked = await app.anyone.with({ ...desk, ...preflight }).send('OPTIONS', '/accounts');
    expect(asked.status).to.equal(204);
    expect(asked.headers).to.include({
      'access-control-allow-origin': 'https://desk.example',
      'access-control-allow-headers': 'authorization',
    });
    expect(asked.headers).not.to.have.property('access-control-allow-credentials');
    expect((await ada.bearer.with(desk).get('/accounts')).headers['vary']).to.include('Origin');
    const answer = await ada.bearer.with(desk).post('/accounts', anAccount());
    expect([answer.status, answer.headers['access-control-allow-origin']]).to.deep.equal([201, 'https://desk.example']);
    expect(answer.headers['vary']).to.include('Origin');
  });

  it('may read nothing else, and nothing where it is not allowed', async () => {
    for (const caller of [app.anyone.with({ ...evil, ...preflight }), ada.bearer.with(evil)]) {
      const { headers } = await caller.send('OPTIONS', '/accounts');
      expect(headers).not.to.have.property('access-control-allow-origin');
    }
    expect((await app.anyone.with(evil).post('/auth/bearer/login', {})).outcome).to.equal('403 CROSS_SITE');
    expect(await headersOf(app, '/sign-in', desk)).not.to.have.property('access-control-allow-origin');
  });

  it('may read nothing by default', async () => {
    const closed = await startApp();
    try {
      const { headers } = await closed.anyone.with({ ...desk, ...preflight }).send('OPTIONS', '/accounts');
      expect(headers).not.to.have.property('access-control-allow-origin');
    } finally {
      await closed.stop();
    }
  });
});
