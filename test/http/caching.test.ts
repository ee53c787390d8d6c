import { expect } from 'chai';
import type { Answer, OperationBody } from './support/answer.ts';
import { bringFile } from './support/bring-file.ts';
import { anOperation, NO_ID } from './support/builders.ts';
import type { Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

/** Those that are kept on the server are kept compressed too. */
const isList = (path: string): boolean => /^\/(?:operations|accounts|cash|instruments)(?:\?|$)/.test(path);
const KEPT_BY_NOBODY = ['/users/me/sessions', '/tokens', '/export', '/imports/{id}/errors.csv', '/jobs/{id}/events'];

describe('A read that can be kept', () => {
  let app: TestApp;
  let ada: Person;
  let reads: readonly string[];
  let operation: string;
  let job: string;
  let file: string;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp('admin');
    operation = (await ada.bearer.post('/operations', anOperation())).json<OperationBody>().id;
    await ada.bearer.patch(`/operations/${operation}`, { quantity: '11' });
    await ada.bearer.post('/operations', anOperation());
    file = await bringFile(app, ada.bearer);
    await bringFile(app, ada.bearer);
    job = (await ada.bearer.post('/reports/dashboard', { deliver: 'none' })).json<{ id: string }>().id;
    await ada.bearer.put('/reports/schedules/daily', {});
    reads = [
      '/users/me',
      '/users',
      '/audit',
      `/users/${ada.user.id}`,
      '/accounts',
      `/accounts/${ada.account}`,
      '/operations',
      '/operations?limit=1&sort=date',
      `/operations/${operation}`,
      `/operations/${operation}/history`,
      `/operations/${operation}/history?limit=1`,
      '/positions',
      '/positions?fees=capitalised',
      '/positions/BBG000B9XRY4/lots',
      '/cash',
      '/instruments',
      '/imports',
      `/imports/${file}`,
      `/imports/${file}/rows`,
      '/jobs',
      `/jobs/${job}`,
      '/reports/schedules',
    ];
  });
  after(() => app.stop());

  /** The headers that every answer to one resource has, whatever its status. */
  const lasting = ({ headers }: Answer): object => {
    const {
      date: _date,
      'x-request-id': _id,
      'content-type': _type,
      'content-length': _length,
      'transfer-encoding': _transfer,
      'content-encoding': _coding,
      'cache-status': _status,
      age: _age,
      ...others
    } = headers;
    return others;
  };

  it('is every read that the document tells of', () => {
    const told = app.contract.routes
      .filter(({ method, path }) => method === 'GET' && !KEPT_BY_NOBODY.includes(path))
      .map(({ path }) => path);
    const tried = reads.map((path) =>
      path
        .split('?')[0]
        ?.replace(ada.user.id, '{id}')
        .replace(ada.account, '{id}')
        .replace(operation, '{id}')
        .replace(job, '{id}')
        .replace(file, '{id}')
        .replace('BBG000B9XRY4', '{instrument}'),
    );
    expect([...new Set(tried)].sort()).to.deep.equal([...told].sort());
  });

  it('is kept by no shared cache, and apart for everybody who asks', async () => {
    for (const path of reads)
      for (const caller of [ada.bearer, ada.cookie]) {
        const { headers } = await caller.get(path);
        expect([path, headers['cache-control'], headers['vary']]).to.deep.equal([
          path,
          'private, no-cache',
          isList(path) ? 'Authorization, Cookie, Accept-Encoding' : 'Authorization, Cookie',
        ]);
      }
  });

  it('has a strong ETag that stays as long as the answer does, on both ways in', async () => {
    for (const path of reads) {
      const [one, other] = [await ada.bearer.get(path), await ada.cookie.get(path)];
      expect(one.headers['etag']).to.match(/^"[\x21\x23-\x7e]+"$/);
      expect([other.headers['etag'], other.text]).to.deep.equal([one.headers['etag'], one.text]);
    }
  });

  it('is answered 304 without a body to who has it, with the headers that it would have had', async () => {
    for (const path of reads) {
      const accept = { 'Accept-Encoding': 'gzip' };
      const whole = await ada.bearer.get(path, accept);
      const etag = whole.headers['etag'] ?? '';
      for (const known of [etag, `W/${etag}`, `"x", ${etag}`, `"x",W/${etag} , "y"`, ` ${etag} `, '*'])
        for (const method of ['GET', 'HEAD']) {
          const answer = await ada.bearer.send(method, path, undefined, { ...accept, 'If-None-Match': known });
          expect([path, known, answer.status, answer.text]).to.deep.equal([path, known, 304, '']);
          expect(lasting(answer)).to.deep.equal(lasting(whole));
          expect(answer.headers).not.to.have.any.keys('content-type', 'content-length', 'transfer-encoding');
        }
    }
  });

  it('is answered whole to who has something else', async () => {
    for (const path of reads) {
      const whole = await ada.bearer.get(path);
      const etag = whole.headers['etag'] ?? '';
      for (const other of ['"x"', etag.slice(1, -1), `W/"x"`, etag.toUpperCase().replace(/\d/g, '_'), '', ',', '"*"']) {
        const answer = await ada.bearer.get(path, { 'If-None-Match': other });
        expect([path, other, answer.status, answer.text]).to.deep.equal([path, other, 200, whole.text]);
      }
    }
  });

  it('is not 304 to who may not read it', async () => {
    for (const path of reads)
      expect((await app.anyone.get(path, { 'If-None-Match': '*' })).outcome).to.equal('401 NOT_SIGNED_IN');
    for (const path of [`/operations/${NO_ID}`, `/accounts/${NO_ID}`, `/operations/${NO_ID}/history`])
      expect((await ada.bearer.get(path, { 'If-None-Match': '*' })).outcome).to.equal('404 NOT_FOUND');
  });

  it('is no longer what it was after a change', async () => {
    const path = `/operations/${operation}`;
    for (const read of [path, '/operations', `${path}/history`]) {
      const { headers } = await ada.bearer.get(read);
      await ada.bearer.patch(path, { note: `changed for ${read}` });
      const after = await ada.bearer.get(read, { 'If-None-Match': headers['etag'] ?? '' });
      expect([read, after.status, after.headers['etag'] !== headers['etag']]).to.deep.equal([read, 200, true]);
    }
  });

  it('of one thing has the version as its ETag, which is what If-Match takes', async () => {
    for (const path of [`/operations/${operation}`, `/accounts/${ada.account}`]) {
      const answer = await ada.bearer.get(path);
      expect(answer.headers['etag']).to.equal(`"${answer.json<{ version: number }>().version}"`);
    }
  });

  it('is told by HEAD just as by GET, without the body', async () => {
    for (const path of [
      ...reads,
      '/api/docs',
      '/api/docs/start.js',
      '/api/docs/swagger-ui.css',
      '/api/v1/openapi.json',
      '/livez',
      '/readyz',
    ]) {
      for (const coding of ['identity', 'gzip', 'br']) {
        const accept = { 'Accept-Encoding': coding };
        await ada.bearer.get(path, accept);
        const [get, head] = [await ada.bearer.get(path, accept), await ada.bearer.head(path, accept)];
        expect([path, head.text]).to.deep.equal([path, '']);
        const { date: _getDate, 'x-request-id': _getId, ...got } = get.headers;
        const { date: _headDate, 'x-request-id': _headId, ...told } = head.headers;
        expect([path, coding, head.status, told]).to.deep.equal([path, coding, get.status, got]);
      }
    }
  });

  it('is not what a refusal is: that is kept by nobody, by HEAD as by GET', async () => {
    for (const [caller, path] of [
      [app.anyone, '/operations'],
      [ada.bearer, `/operations/${NO_ID}`],
      [ada.bearer, '/operations?limit=0'],
      [ada.bearer, '/operations?cursor=x'],
      [ada.bearer, '/nothing/here'],
      [app.anyone, '/metrics'],
    ] as const) {
      const [get, head] = [await caller.get(path), await caller.head(path)];
      expect(get.headers['cache-control']).to.equal('no-store');
      expect(get.headers['vary']).to.match(/^Authorization, Cookie(?:, Accept-Encoding)?$/);
      expect(get.headers).not.to.have.any.keys('etag', 'last-modified');
      const { date: _getDate, 'x-request-id': _getId, ...got } = get.headers;
      const { date: _headDate, 'x-request-id': _headId, ...told } = head.headers;
      expect([path, head.status, head.text, told]).to.deep.equal([path, get.status, '', got]);
    }
  });

  it('is not what an answer to a write is: that is kept by nobody', async () => {
    const made = await ada.bearer.post('/operations', anOperation());
    const { id } = made.json<OperationBody>();
    for (const answer of [
      made,
      await ada.bearer.patch(`/operations/${id}`, { note: null }),
      await ada.bearer.put(`/operations/${id}`, anOperation()),
      await ada.bearer.delete(`/operations/${id}`),
    ])
      expect(answer.headers['cache-control']).to.equal('no-store');
  });

  it('that depends on nobody may be kept by everybody', async () => {
    for (const path of ['/api/v1/openapi.json', '/api/docs', '/api/docs/start.js', '/api/docs/swagger-ui-bundle.js']) {
      const { headers } = await ada.bearer.get(path);
      expect([path, headers['cache-control']]).to.deep.equal([path, 'public, max-age=300']);
      expect(headers['vary']).to.equal(path.endsWith('.json') ? 'Accept-Encoding' : undefined);
    }
    const { headers } = await app.anyone.get('/api/v1/openapi.json');
    const again = await app.anyone.get('/api/v1/openapi.json', { 'If-None-Match': headers['etag'] ?? '' });
    expect([again.status, again.text]).to.deep.equal([304, '']);
  });
});
