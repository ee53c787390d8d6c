import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { anOperation } from '../support/builders.ts';
import { API } from '../support/contract.ts';
import type { Person } from '../support/person.ts';
import { sendRaw } from '../support/raw-socket.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const MIB = 1024 * 1024;

describe('A body', () => {
  let app: TestApp;
  let ada: Person;
  const post = (body: string | Buffer, headers = {}) => ada.bearer.post('/operations', body, headers);
  const quoted = (fields: string): string => `${JSON.stringify(anOperation()).slice(0, -1)},${fields}}`;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());
  afterEach('nothing was written', async () => {
    for (const table of ['operations', 'operation_history', 'idempotency_keys'])
      expect(await app.sql(`SELECT 1 FROM ${table}`)).to.deep.equal([]);
  });

  describe('that is no JSON', () => {
    for (const [what, body] of [
      ['nothing', ''],
      ['blanks', '  \n '],
      ['a word', 'hello'],
      ['an open object', '{"type":"buy"'],
      ['an open string', '{"type":"buy'],
      ['two objects', '{}{}'],
      ['a comma too many', '{"type":"buy",}'],
      ['single quotes', "{'type':'buy'}"],
      ['a comment', '{} // a comment'],
      ['NaN', '{"quantity":NaN}'],
      ['a leading zero', '{"quantity":01}'],
      ['a leading plus', '{"quantity":+1}'],
      ['a raw line break in a string', '{"note":"a\nb"}'],
      ['a raw NUL in a string', '{"note":"a\0b"}'],
      ['a byte order mark', '\ufeff{}'],
      ['a form', 'type=buy&quantity=1'],
      ['JSON in UTF-16', Buffer.from('{"type":"buy"}', 'utf16le')],
    ] as const)
      it(`(${what}) is refused`, async () => {
        expect((await post(body)).outcome).to.equal('400 MALFORMED');
      });
  });

  describe('that is JSON of the kind that programs disagree about', () => {
    for (const [what, body] of [
      ['a key twice', quoted('"note":"first","note":"second"')],
      ['a key twice, once in escapes', quoted('"quantity":"1","qu\\u0061ntity":"2"')],
      ['a key twice in an object in it', quoted('"tags":[{"a":1,"a":2}]')],
      ['__proto__', quoted('"__proto__":{"admin":true}')],
      ['__proto__ in escapes', quoted('"__pr\\u006fto__":{"admin":true}')],
      ['__proto__ deep inside', quoted('"tags":[{"__proto__":1}]')],
      ['half of a surrogate pair', quoted('"note":"\\ud800"')],
      ['the other half', quoted('"note":"\\udc00\\ud800"')],
      ['half of a surrogate pair as a key', quoted('"\\ud800":1')],
      ['33 levels', `${'['.repeat(33)}${']'.repeat(33)}`],
      ['33 levels of objects', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`],
      [
        '33,000 keys',
        `[${Array.from({ length: 33 }, () => `{${Array.from({ length: 1_000 }, (_, i) => `"k${i}":1`).join(',')}}`).join(',')}]`,
      ],
      ['a million levels', '['.repeat(1_000_000)],
      ['a million levels that end', `{"tags":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
    ] as const)
      it(`(${what}) is refused and told where`, async () => {
        const answer = await post(body);
        expect(answer.outcome).to.equal('400 MALFORMED');
        expect(answer.problem().detail).to.match(/at byte \d+/);
      });

    it('but 32 levels, whole pairs and "constructor" are only read, and judged as fields', async () => {
      const deep = `{"tags":${'['.repeat(31)}${']'.repeat(31)}}`;
      expect((await post(deep)).violations).to.include('/tags/0 INVALID_TYPE');
      expect((await post(quoted('"\\ud83d\\udddd":1'))).violations).to.deep.equal(['/🗝 UNKNOWN_FIELD']);
      expect((await post(quoted('"constructor":{"prototype":{}}'))).violations).to.deep.equal([
        '/constructor UNKNOWN_FIELD',
      ]);
    });
  });

  it('that is not UTF-8 is refused', async () => {
    for (const bytes of ['ff', 'fe', 'c080', 'eda080', 'f4908080', 'e282', '80'])
      for (const place of ['note', 'x'] as const) {
        const [before, after] = place === 'note' ? ['{"note":"', '"}'] : ['{"', '":1}'];
        const body = Buffer.concat([Buffer.from(before), Buffer.from(bytes, 'hex'), Buffer.from(after)]);
        expect([bytes, (await post(body)).outcome]).to.deep.equal([bytes, '400 MALFORMED']);
      }
  });

  it('of a type or in an encoding that is not understood is refused with 415', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'application/jsonp',
      'application/merge-patch+json',
      'application/json; charset=utf-16',
      'application/json; charset=latin1',
      'json',
      '*/*',
    ])
      expect([type, (await post('{}', { 'Content-Type': type })).outcome]).to.deep.equal([
        type,
        '415 UNSUPPORTED_MEDIA_TYPE',
      ]);
    const none = `POST ${API}/operations HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${ada.token}\r\n`;
    expect((await sendRaw(app.port, `${none}Content-Length: 2\r\n\r\n{}`)).statuses).to.deep.equal([415]);
    for (const encoding of ['br2', 'zip', 'identity, gzip'])
      expect((await post('{}', { 'Content-Encoding': encoding })).outcome).to.equal('415 UNSUPPORTED_MEDIA_TYPE');
  });

  it('of JSON is JSON in whatever way it says UTF-8, zipped or not', async () => {
    for (const type of [
      'application/json',
      'Application/JSON',
      'application/json;charset=utf-8',
      'application/json; charset="UTF-8"; x=y',
    ])
      expect((await post('{}', { 'Content-Type': type })).status).to.equal(422);
    expect((await post(gzipSync('{}'), { 'Content-Encoding': 'gzip' })).status).to.equal(422);
    expect((await post('no gzip', { 'Content-Encoding': 'gzip' })).outcome).to.equal('400 MALFORMED');
    expect((await post(gzipSync('{}').subarray(0, 12), { 'Content-Encoding': 'gzip' })).outcome).to.equal(
      '400 MALFORMED',
    );
  });

  describe('over 1 MiB', () => {
    const head = (...lines: readonly string[]): string =>
      [
        `POST ${API}/operations HTTP/1.1`,
        'Host: x',
        `Authorization: Bearer ${ada.token}`,
        'Content-Type: application/json',
        ...lines,
        '',
        '',
      ].join('\r\n');
    const body = (bytes: number): string => `{"note":"${'x'.repeat(bytes - 11)}"}`;

    for (const [how, send] of [
      ['with its length told', () => sendRaw(app.port, head(`Content-Length: ${MIB + 1}`), body(MIB + 1))],
      [
        'in chunks',
        () => {
          const chunk = `${(64 * 1024).toString(16)}\r\n${' '.repeat(64 * 1024)}\r\n`;
          return sendRaw(app.port, head('Transfer-Encoding: chunked'), chunk.repeat(17), '0\r\n\r\n');
        },
      ],
      [
        'once it is unzipped',
        () => {
          const bomb = gzipSync(Buffer.alloc(64 * MIB, ' '));
          return sendRaw(app.port, head('Content-Encoding: gzip', `Content-Length: ${bomb.length}`), bomb);
        },
      ],
    ] as const)
      it(`${how} is refused with 413, and the connection is closed`, async () => {
        const { text, statuses, closed } = await send();
        expect([statuses, closed]).to.deep.equal([[413], true]);
        expect(text)
          .to.match(/^connection: close\r$/im)
          .and.match(/"code":"BODY_TOO_LARGE"/);
      });

    it('without an end is refused before its end', async () => {
      const chunk = `${MIB.toString(16)}\r\n${' '.repeat(MIB)}\r\n`;
      const { statuses, closed } = await sendRaw(app.port, head('Transfer-Encoding: chunked'), chunk, chunk);
      expect([statuses, closed]).to.deep.equal([[413], true]);
    });

    it('of nobody is not read', async () => {
      const nobody = `POST ${API}/operations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
      for (const framing of [`Content-Length: ${100 * MIB}`, 'Transfer-Encoding: chunked']) {
        const { text, statuses, closed } = await sendRaw(app.port, `${nobody}${framing}\r\n\r\n`);
        expect([statuses, closed]).to.deep.equal([[401], true]);
        expect(text).to.match(/^connection: close\r$/im);
      }
    });

    it('by one byte is refused, and one of just 1 MiB is read', async () => {
      expect((await post(body(MIB + 1))).outcome).to.equal('413 BODY_TOO_LARGE');
      expect((await post(body(MIB))).violations).to.include('/note TOO_LONG');
    });
  });

  describe('full of small things', () => {
    for (const [what, source, status = 422] of [
      ['half a million wrong elements', () => `{"tags":[${'1,'.repeat(500_000)}1]}`],
      ['half a million lists of lists', () => `{"tags":[${'[],'.repeat(300_000)}1]}`],
      [
        'sixty thousand unknown fields',
        () => `{${Array.from({ length: 60_000 }, (_, i) => `"k${i}":1`).join(',')}}`,
        400,
      ],
      ['a number of a hundred thousand digits', () => `{"quantity":${'9'.repeat(100_000)}}`],
      ['a number with a million zeros in it', () => `{"quantity":1${'0'.repeat(1_000_000)}1}`],
      ['a million blanks', () => `{"symbol":"A${' '.repeat(1_000_000)}é"}`],
      ['a hundred thousand escapes', () => `{"note":"${'\\u0041'.repeat(150_000)}"}`],
      ['two hundred thousand strings with escapes', () => `{"tags":[${'"\\n",'.repeat(190_000)}"b"]}`],
      ['a key of a million letters', () => `{"${'k'.repeat(1_000_000)}":1}`],
    ] as const)
      it(`(${what}) is refused at once, in an answer of moderate size`, async () => {
        const begun = performance.now();
        const answer = await post(source());
        expect([answer.status, answer.text.length < 20_000]).to.deep.equal([status, true]);
        // A hundred times what it takes; what was quadratic took minutes.
        expect(performance.now() - begun).to.be.below(3_000);
      });
  });
});
