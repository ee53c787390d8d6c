import { expect } from 'chai';
import supertest from 'supertest';
import type { RequestLog } from '#adapters/inbound/http/request-log.ts';
import { createWaitingRoom } from '#adapters/inbound/http/waiting-room.ts';
import { GatheredRequestLog } from '#infrastructure/gathered-request-log.ts';
import { CollectedLog } from './support/collected-log.ts';

describe('While the database is waited for', () => {
  const collected = new CollectedLog();
  const log: RequestLog = new GatheredRequestLog(collected.logger, () => {});
  const room = supertest(createWaitingRoom({ log, https: false }));

  it('the process lives', async () => {
    const { status, body, headers } = await room.get('/livez');
    expect([status, body, headers['cache-control']]).to.deep.equal([200, { status: 'alive' }, 'no-store']);
  });

  it('it is not ready, and says why', async () => {
    const { status, body, headers } = await room.get('/readyz');
    expect([status, headers['retry-after'], headers['cache-control']]).to.deep.equal([503, '1', 'no-store']);
    expect(body).to.deep.equal({
      status: 'not ready',
      parts: [{ part: 'database', ready: false, reason: 'is waited for' }],
    });
  });

  for (const [method, path, query] of [
    ['get', '/', ''],
    ['get', '/api/v1/operations', '?limit=1'],
    ['post', '/api/v1/accounts', ''],
  ] as const)
    it(`${method} ${path} is refused, in the shape of every other refusal`, async () => {
      const id = `${method}${path}`.replaceAll('/', '.');
      const { status, body, headers } = await room[method](path + query).set('X-Request-Id', id);
      expect(status).to.equal(503);
      expect(headers).to.include({
        'content-type': 'application/problem+json',
        'retry-after': '1',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-request-id': id,
        connection: 'close',
      });
      expect(body).to.deep.equal({
        type: 'about:blank',
        title: 'Service Unavailable',
        status: 503,
        detail: 'Blotter waits for its database. Try again shortly.',
        instance: path,
        code: 'UNAVAILABLE',
        request_id: id,
        part: 'database',
      });
      const line = await collected.line((one) => one['msg'] === 'request' && one['id'] === id);
      expect(line).to.include({ method: method.toUpperCase(), path, status: 503 });
    });
});
