import { expect } from 'chai';
import { anOperation } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { type RawAnswer, sendRaw } from '../support/raw-socket.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

/** What would follow on the connection; it must never be answered. */
const NEXT = 'GET /livez HTTP/1.1\r\nHost: x\r\nX-Request-Id: smuggled\r\nConnection: close\r\n\r\n';

describe('Bytes that are no request', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  const head = (...lines: readonly string[]): string => [...lines, '', ''].join('\r\n');
  const signedIn = (): string => `Authorization: Bearer ${ada.token}`;
  const POST = 'POST /api/v1/operations HTTP/1.1';
  const GET = 'GET /api/v1/operations HTTP/1.1';
  const JSON_BODY = 'Content-Type: application/json';

  function expectProblem({ text, closed }: RawAnswer, status: number): void {
    const [, top = '', body = ''] = /^(.*?)\r\n\r\n(.*)$/s.exec(text) ?? [];
    expect(top).to.match(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(top).to.match(/^content-type: application\/problem\+json\r?$/im);
    expect(top).to.match(/^cache-control: no-store\r?$/im);
    const [, id] = /^x-request-id: (.*?)\r?$/im.exec(top) ?? [];
    const problem = JSON.parse(body);
    expect(problem).to.include({ type: 'about:blank', status, request_id: id });
    expect(problem.request_id).to.match(/^[0-9a-f-]{36}$/);
    expect(problem).to.include.keys('title', 'detail', 'instance', 'code');
    expect(closed).to.equal(true);
  }

  const MALFORMED: readonly [why: string, request: () => readonly (string | Buffer)[], status: number][] = [
    [
      'with a length and chunks',
      () => [
        head(POST, 'Host: x', signedIn(), JSON_BODY, 'Content-Length: 4', 'Transfer-Encoding: chunked'),
        '0\r\n\r\n',
      ],
      400,
    ],
    [
      'with chunks and a length',
      () => [
        head(POST, 'Host: x', signedIn(), JSON_BODY, 'Transfer-Encoding: chunked', 'Content-Length: 4'),
        '0\r\n\r\n',
      ],
      400,
    ],
    [
      'with two lengths',
      () => [head(POST, 'Host: x', signedIn(), 'Content-Length: 2', 'Content-Length: 40'), '{}'],
      400,
    ],
    ['with two lengths in one', () => [head(POST, 'Host: x', signedIn(), 'Content-Length: 2, 2'), '{}'], 400],
    ['with a negative length', () => [head(POST, 'Host: x', signedIn(), 'Content-Length: -2'), '{}'], 400],
    ['with a length in hexadecimal', () => [head(POST, 'Host: x', signedIn(), 'Content-Length: 0x2'), '{}'], 400],
    [
      'with chunks that are not the last encoding',
      () => [head(POST, 'Host: x', signedIn(), 'Transfer-Encoding: chunked, identity'), '0\r\n\r\n'],
      400,
    ],
    ['with a bare CR for a line end', () => [`${GET}\rHost: x\r\n\r\n`], 400],
    ['with a bare CR in a header', () => [head(GET, 'Host: x', 'X-A: b\rContent-Length: 50')], 400],
    ['with a bare LF for a line end', () => [`${GET}\nHost: x\n\n`], 400],
    ['with a folded header', () => [head(GET, 'Host: x', 'X-A: b', ' c')], 400],
    [
      'with a folded Transfer-Encoding',
      () => [head(POST, 'Host: x', 'Transfer-Encoding:', ' chunked'), '0\r\n\r\n'],
      400,
    ],
    ['with a blank before the colon', () => [head(GET, 'Host: x', 'Transfer-Encoding : chunked')], 400],
    ['with NUL in a header', () => [head(GET, 'Host: x', 'X-A: a\0b')], 400],
    [
      'with a raw byte over 7F in the path',
      () => [Buffer.from(head('GET /api/v1/operations/\xff HTTP/1.1', 'Host: x'), 'latin1')],
      400,
    ],
    [
      'with a raw byte over 7F in the query',
      () => [Buffer.from(head('GET /api/v1/operations?q=\xff HTTP/1.1', 'Host: x'), 'latin1')],
      400,
    ],
    ['with a method that nobody knows', () => [head('BREW /api/v1/operations HTTP/1.1', 'Host: x')], 400],
    ['with another protocol', () => ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'], 400],
    ['with a header of 17 KB', () => [head(GET, 'Host: x', `X-A: ${'a'.repeat(17 * 1024)}`)], 431],
    [
      'with a query of 17 KB',
      () => [head(`GET /api/v1/operations?q=${'a'.repeat(17 * 1024)} HTTP/1.1`, 'Host: x')],
      431,
    ],
    ['with 5,000 headers', () => [head(GET, 'Host: x', ...Array.from({ length: 5_000 }, (_, i) => `x-${i}: y`))], 431],
    ['with 1,000 short headers', () => [head(GET, 'Host: x', ...Array(1_000).fill('a:'))], 431],
    [
      'with endless chunk extensions',
      () => [
        head(POST, 'Host: x', signedIn(), JSON_BODY, 'Transfer-Encoding: chunked'),
        `2;${'e'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
      ],
      400,
    ],
  ];
  for (const [why, request, status] of MALFORMED)
    it(`${why} are refused with ${status}, and what follows them reaches nobody`, async () => {
      const answer = await sendRaw(app.port, ...request(), NEXT);
      expectProblem(answer, status);
      expect(answer.text).not.to.match(/smuggled|"alive"/);
      expect(app.log.lines.filter(({ id }) => id === 'smuggled')).to.deep.equal([]);
    });

  it('with an encoding that only looks like chunks are never read as a body, and what follows them reaches nobody', async () => {
    for (const encoding of ['xchunked', 'chunkedx', '"chunked"', 'chunked;q=1'])
      for (const credentials of [signedIn(), 'Accept: */*']) {
        const request = head(POST, 'Host: x', credentials, JSON_BODY, `Transfer-Encoding: ${encoding}`);
        const answer = await sendRaw(app.port, request, `0\r\n\r\n${NEXT}`);
        expect([encoding, answer.closed, answer.statuses.at(-1)]).to.deep.equal([encoding, true, 400]);
        for (const status of answer.statuses) expect(status).to.be.oneOf([400, 401]);
        expect(answer.text).not.to.match(/smuggled|"alive"/);
      }
  });

  it('without a Host, or with two, are refused and logged as every other request', async () => {
    for (const [lines, id] of [
      [[], 'no-host'],
      [['Host: x', 'Host: y'], 'two-hosts'],
      [['Host: x', 'host: x'], 'twice-the-host'],
    ] as const) {
      const answer = await sendRaw(app.port, head(GET, ...lines, signedIn(), `X-Request-Id: ${id}`), NEXT);
      expect([id, answer.statuses, answer.closed]).to.deep.equal([id, [400], true]);
      expect(answer.text).to.match(/"code":"MALFORMED"/);
      expect(await app.log.line((line) => line['id'] === id)).to.include({ status: 400, msg: 'request' });
    }
    const old = await sendRaw(app.port, head('GET /livez HTTP/1.0'));
    expect(old.statuses).to.deep.equal([200]);
  });

  it('that ask for another protocol or for a tunnel get none', async () => {
    const upgrade = await sendRaw(
      app.port,
      head('GET /livez HTTP/1.1', 'Host: x', 'Connection: Upgrade, close', 'Upgrade: websocket'),
    );
    expect(upgrade.statuses).to.deep.equal([200]);
    const tunnel = await sendRaw(app.port, head('CONNECT example.com:443 HTTP/1.1', 'Host: example.com'));
    expect([tunnel.statuses, tunnel.closed]).to.deep.equal([[400], true]);
  });

  it('that expect something unheard of are answered all the same', async () => {
    const body = JSON.stringify(anOperation());
    const lines = [signedIn(), JSON_BODY, `Content-Length: ${body.length}`, 'Connection: close'];
    const tea = await sendRaw(app.port, head(POST, 'Host: x', ...lines, 'Expect: tea'), body);
    expect(tea.statuses).to.deep.equal([201]);
    const go = await sendRaw(app.port, head(POST, 'Host: x', ...lines, 'Expect: 100-continue'), body);
    expect(go.statuses).to.deep.equal([100, 201]);
  });

  it('in the form that proxies send name the same things, whatever host they name', async () => {
    const answer = await sendRaw(
      app.port,
      head(
        'GET http://evil.example/api/v1/operations?limit=1 HTTP/1.1',
        'Host: x',
        signedIn(),
        'X-Request-Id: proxied',
        'Connection: close',
      ),
    );
    expect(answer.statuses).to.deep.equal([200]);
    expect(await app.log.line(({ id }) => id === 'proxied')).to.include({
      path: '/api/v1/operations',
      route: '/api/v1/operations',
    });
  });
});
