import { expect } from 'chai';
import { startApp, type TestApp } from './support/start-app.ts';

describe('How the service does', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  it('is told by /livez without asking anything else', async () => {
    const answer = await app.anyone.get('/livez');
    expect([answer.status, answer.json(), answer.headers['cache-control']]).to.deep.equal([
      200,
      { status: 'alive' },
      'no-store',
    ]);
  });

  it('is told by /readyz part by part', async () => {
    const answer = await app.anyone.get('/readyz');
    expect(answer.json()).to.deep.equal({
      status: 'ready',
      parts: [
        { part: 'database', ready: true },
        { part: 'process', ready: true },
      ],
    });
    expect(answer.headers['cache-control']).to.equal('no-store');
  });

  it('is not ready on a database that lacks a migration', async () => {
    const [{ last } = {}] = await app.sql('SELECT max(name) AS last FROM migrations');
    await app.sql('DELETE FROM migrations WHERE name = $1', [last]);
    const answer = await app.anyone.get('/readyz');
    expect(answer.status).to.equal(503);
    expect(answer.headers['retry-after']).to.match(/^[1-9]\d*$/);
    const { parts } = JSON.parse(answer.text) as { parts: { part: string; ready: boolean }[] };
    expect(parts.find(({ part }) => part === 'database')?.ready).to.equal(false);
    await app.sql('INSERT INTO migrations (name) VALUES ($1)', [last]);
    expect((await app.anyone.get('/readyz')).status).to.equal(200);
  });

  it('can be asked by nothing but GET and HEAD', async () => {
    for (const path of ['/livez', '/readyz', '/metrics'])
      for (const method of ['POST', 'PUT', 'DELETE', 'TRACE']) {
        const answer = await app.anyone.send(method, path, undefined, { 'Sec-Fetch-Site': 'none' });
        expect([path, answer.outcome, answer.headers['allow']]).to.deep.equal([
          path,
          '405 METHOD_NOT_ALLOWED',
          'GET, HEAD, OPTIONS',
        ]);
      }
  });
});
