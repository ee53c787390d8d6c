import { expect } from 'chai';
import type { Answer, OperationBody } from './support/answer.ts';
import { anOperation, NO_ID } from './support/builders.ts';
import type { Caller } from './support/caller.ts';
import type { Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

/** Spelt in another way, an address is looked for by Express. */
const longWay = (path: string): string => path.replace(/^\/[ao]/, (start) => start.toUpperCase());
const shortWay = (path: string): string => path;
const asUsual = (text: string | undefined): string | undefined =>
  text?.replaceAll('/api/v1/O', '/api/v1/o').replaceAll('/api/v1/A', '/api/v1/a');

describe('The short way to an answer that is kept', () => {
  let app: TestApp;
  let ada: Person;
  let operation: string;

  before(async () => {
    app = await startApp({ rateLimits: true });
    ada = await app.signedUp();
    operation = (await ada.bearer.post('/operations', anOperation())).json<OperationBody>().id;
    await ada.bearer.post('/operations', anOperation());
  });
  after(() => app.stop());

  /** All of an answer but what differs from one request to the next. */
  const told = ({ status, headers, text }: Answer): object => {
    const {
      date: _date,
      'x-request-id': _id,
      ratelimit: _limit,
      'cache-status': _status,
      age: _age,
      ...others
    } = headers;
    const body = asUsual(text.replace(/"request_id":"[^"]*"/, ''));
    return {
      status,
      body,
      headers: { ...others, link: asUsual(others['link']) },
    };
  };
  const paths = () => [
    '/operations',
    '/operations/',
    '/operations?limit=1',
    '/operations?limit=0&sort=x&unknown=1',
    '/operations?cursor=x',
    '/operations?%',
    `/operations/${operation}`,
    `/operations/${operation.toUpperCase()}`,
    `/operations/${operation}?user_id=${ada.user.id}`,
    `/operations/${NO_ID}`,
    '/operations/no-id',
    '/operations/%41',
    '/operations/a/b',
    `/operations/${operation}/history`,
    '/accounts',
    `/accounts/${ada.account}`,
    `/accounts/${NO_ID}`,
    '/accountsx',
  ];

  it('leads to the same answer as the long one, whoever asks, and whatever is refused', async () => {
    const { token } = (await ada.bearer.post('/tokens', { name: 'A script', scopes: ['jobs'] })).json<{
      token: string;
    }>();
    const callers: readonly Caller[] = [
      ada.bearer,
      ada.cookie,
      app.anyone,
      app.anyone.with({ Authorization: 'Bearer nobodys' }),
      app.anyone.with({ Authorization: `Bearer ${token}` }),
    ];
    for (const caller of callers)
      for (const path of paths())
        for (const headers of [{}, { 'If-None-Match': '*' }, { 'Cache-Control': 'no-cache' }, { Accept: 'text/html' }])
          for (const method of ['GET', 'HEAD']) {
            const short = await caller.send(method, shortWay(path), undefined, headers);
            const long = await caller.send(method, longWay(path), undefined, headers);
            expect([method, path, told(short)]).to.deep.equal([method, path, told(long)]);
          }
  }).timeout(60_000);

  it('is told by the log as the same route', async () => {
    for (const [path, route] of [
      ['/operations?limit=2', '/api/v1/operations'],
      [`/operations/${operation}`, '/api/v1/operations/:id'],
      ['/accounts', '/api/v1/accounts'],
      [`/accounts/${ada.account}`, '/api/v1/accounts/:id'],
    ] as const)
      for (const way of [shortWay, longWay]) {
        const { headers } = await ada.bearer.get(way(path));
        const line = app.log.lines.find(({ id, msg }) => msg === 'request' && id === headers['x-request-id']);
        expect([line?.['route'], line?.['userId']]).to.deep.equal([route, ada.user.id]);
      }
  });
});
