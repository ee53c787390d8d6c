import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { PostgresTraffic } from '#test/contracts/postgres-traffic.ts';
import { until } from '#test/contracts/until.ts';
import { Wire } from '#test/contracts/wire.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts';
import { testRedisUrl } from '#test/support/redis.ts';
import type { AccountBody, Answer, OperationBody } from './support/answer.ts';
import { anOperation } from './support/builders.ts';
import type { Caller } from './support/caller.ts';
import type { Person } from './support/person.ts';
import { rawGet } from './support/raw-get.ts';
import { startApp, type TestApp } from './support/start-app.ts';

const outcome = ({ headers }: Answer): string | undefined => headers['cache-status'];
const HIT = 'blotter; hit';
const MISS = 'blotter; fwd=miss';

for (const [where, redisUrl] of [
  ['in memory', undefined],
  ['in Redis', testRedisUrl],
] as const) {
  describe(`An answer that is kept ${where}`, () => {
    const traffic = new PostgresTraffic();
    let database: TestDatabase;
    let wire: Wire;
    let app: TestApp;
    /** Another process, where they share what they keep. */
    let other: TestApp | undefined;
    let ada: Person;
    let operation: string;

    before(async () => {
      database = await createTestDatabase();
      wire = await Wire.to(database.url, () => traffic.listen());
      const options = redisUrl ? { redisUrl: redisUrl() } : {};
      app = await startApp({ databaseUrl: wire.url, ...options });
      if (redisUrl) other = await startApp({ databaseUrl: database.url, ...options });
      ada = await app.signedUp();
      operation = (await ada.bearer.post('/operations', anOperation())).json<OperationBody>().id;
      await until('the cache is believed', async () => {
        await ada.bearer.get('/accounts');
        return outcome(await ada.bearer.get('/accounts')) === HIT;
      });
    });
    after(async () => {
      await other?.stop();
      await app.stop();
      await wire.unplug();
      await database.drop();
    });

    const reads = (id = operation, { account }: Person = ada): string[] => [
      '/operations',
      '/operations?limit=1&sort=date',
      `/operations/${id}`,
      '/accounts',
      `/accounts/${account}`,
    ];
    /** The same caller at the other process. */
    const beside = (caller: 'bearer' | 'cookie'): Caller => {
      const headers = caller === 'bearer' ? { Authorization: `Bearer ${ada.token}` } : { Cookie: ada.cookieHeader };
      return (other ?? app).anyone.with(headers);
    };
    const warm = async (caller = ada.bearer): Promise<void> => {
      for (const path of reads()) await caller.get(path);
    };

    it('is the same as the first time, byte for byte, and says what became of the request', async () => {
      for (const path of reads()) {
        const narrower = `${path}${path.includes('?') ? '&' : '?'}user_id=${ada.user.id}`;
        expect(outcome(await ada.bearer.get(narrower)), 'a plain user may not say whose').to.equal(MISS);
      }
      await ada.bearer.post('/operations', anOperation());
      await ada.bearer.patch(`/accounts/${ada.account}`, { name: 'Mine' });
      await ada.bearer.patch(`/operations/${operation}`, { note: 'mine' });
      for (const path of reads()) {
        const first = await ada.bearer.get(path);
        expect([path, outcome(first), first.headers['age']]).to.deep.equal([path, MISS, undefined]);
        for (const caller of [ada.bearer, ada.cookie, beside('bearer'), beside('cookie')]) {
          const again = await caller.get(path);
          expect([path, outcome(again), again.headers['age']]).to.deep.equal([path, HIT, '0']);
          const { headers } = first;
          expect([
            again.text,
            again.headers['etag'],
            again.headers['link'],
            again.headers['content-type'],
          ]).to.deep.equal([first.text, headers['etag'], headers['link'], headers['content-type']]);
        }
      }
    });

    it('costs no round trip to PostgreSQL, whole or as a 304', async () => {
      await warm();
      for (const path of reads()) {
        const { headers } = await ada.bearer.get(path);
        for (const known of [undefined, headers['etag']]) {
          const ask = () => ada.bearer.get(path, known === undefined ? {} : { 'If-None-Match': known });
          // Once a second it is asked who that is.
          await until('it costs none', async () => (await traffic.of(ask)).roundTrips === 0);
        }
      }
    });

    it('is answered 304 by what is kept of its head', async () => {
      await warm();
      for (const path of reads()) {
        const { headers } = await ada.bearer.get(path);
        const ask = () => ada.bearer.get(path, { 'If-None-Match': headers['etag'] ?? '' });
        await ask();
        const again = await ask();
        expect([again.status, again.text, outcome(again), again.headers['link']]).to.deep.equal([
          304,
          '',
          HIT,
          headers['link'],
        ]);
      }
    });

    it('is one whatever the order of the parameters, and another one for every other query', async () => {
      const first = await ada.bearer.get('/operations?limit=1&sort=-date&type=buy');
      const turned = await ada.bearer.get('/operations?type=buy&sort=-date&limit=1');
      expect([outcome(turned), turned.text, turned.headers['link']]).to.deep.equal([
        HIT,
        first.text,
        first.headers['link'],
      ]);
      for (const query of ['limit=2&sort=-date&type=buy', 'limit=1&sort=date&type=buy', 'limit=1&sort=-date&type=sell'])
        expect([query, outcome(await ada.bearer.get(`/operations?${query}`))]).to.deep.equal([query, MISS]);
    });

    it('is nobody else’s', async () => {
      const bea = await app.signedUp();
      await warm();
      for (const path of reads()) {
        const answer = await bea.bearer.get(path);
        if (answer.status === 200) {
          expect(answer.text).not.to.include(ada.user.id).and.not.to.include(ada.account);
        } else expect([path, answer.outcome]).to.deep.equal([path, '404 NOT_FOUND']);
      }
      const hers = await bea.bearer.get(`/operations/${operation}`, { 'If-None-Match': '*' });
      expect(hers.outcome).to.equal('404 NOT_FOUND');
    });

    it('is apart for a token that is narrowed to accounts, and refused to one without the scope', async () => {
      await warm();
      const second = (await ada.bearer.post('/accounts', { name: 'Second', currency: 'EUR' })).json<AccountBody>().id;
      await warm();
      const tokenOf = async (draft: object): Promise<Caller> => {
        const { token } = (await ada.bearer.post('/tokens', { name: 'A script', ...draft })).json<{ token: string }>();
        return app.anyone.with({ Authorization: `Bearer ${token}` });
      };
      const narrow = await tokenOf({ scopes: ['operations:read'], account_ids: [second] });
      for (let time = 0; time < 2; time += 1) {
        expect((await narrow.get('/operations')).json()).to.deep.equal([]);
        expect((await narrow.get('/accounts')).json<AccountBody[]>().map(({ id }) => id)).to.deep.equal([second]);
        expect((await narrow.get(`/operations/${operation}`)).outcome).to.equal('404 NOT_FOUND');
        expect((await narrow.get(`/accounts/${ada.account}`)).outcome).to.equal('404 NOT_FOUND');
      }
      const wide = await tokenOf({ scopes: ['operations:read'] });
      expect(outcome(await wide.get('/operations'))).to.equal(HIT);
      const without = await tokenOf({ scopes: ['jobs'] });
      for (const path of reads()) expect((await without.get(path)).outcome).to.equal('403 INSUFFICIENT_SCOPE');
    });

    it('is new for an auditor too once its owner has changed something, and refused to who is no auditor any more', async () => {
      const [auditor, admin] = [await app.signedUp('auditor'), await app.signedUp('admin')];
      const path = `/operations?user_id=${ada.user.id.toUpperCase()}`;
      const strange = `/operations?%75ser_id=${ada.user.id}`;
      for (const read of [path, strange]) {
        await auditor.bearer.get(read);
        expect(outcome(await auditor.bearer.get(read))).to.equal(HIT);
      }
      const { id } = (await ada.bearer.post('/operations', anOperation())).json<OperationBody>();
      for (const read of [path, strange]) expect((await auditor.bearer.get(read)).text).to.include(id);
      await admin.bearer.patch(`/users/${auditor.user.id}`, { role: 'user' });
      for (const read of [path, strange]) expect((await auditor.bearer.get(read)).outcome).to.equal('403 FORBIDDEN');
    });

    it('is new on every process as soon as a write was answered', async () => {
      const eve = await app.signedUp();
      const there = (other ?? app).anyone.with({ Authorization: `Bearer ${eve.token}` });
      const made = (await eve.bearer.post('/operations', anOperation())).json<OperationBody>().id;
      const spare = (await eve.bearer.post('/accounts', { name: 'Spare', currency: 'EUR' })).json<AccountBody>().id;
      const paths = [...reads(made, eve), `/accounts/${spare}`, `/operations?account_id=${spare}`];
      const key = { 'Idempotency-Key': 'once' };
      /** With the paths whose answers it changes. */
      const writes: Record<string, [work: () => Promise<Answer>, changed: readonly string[]]> = {
        'a new operation': [() => eve.bearer.post('/operations', anOperation()), ['/operations']],
        'one with a key': [() => eve.bearer.post('/operations', anOperation(), key), ['/operations']],
        'a change': [
          () => eve.bearer.patch(`/operations/${made}`, { note: 'x' }),
          ['/operations', `/operations/${made}`],
        ],
        'a replacement': [
          () => eve.bearer.put(`/operations/${made}`, { ...anOperation(), note: 'y' }),
          ['/operations', `/operations/${made}`],
        ],
        'a new account': [() => eve.bearer.post('/accounts', { name: 'New', currency: 'EUR' }), ['/accounts']],
        'a change of one': [
          () => eve.bearer.patch(`/accounts/${spare}`, { name: 'z' }),
          ['/accounts', `/accounts/${spare}`],
        ],
        'its end': [
          () => eve.bearer.delete(`/accounts/${spare}`),
          ['/accounts', `/accounts/${spare}`, `/operations?account_id=${spare}`],
        ],
        'a deletion': [() => eve.bearer.delete(`/operations/${made}`), ['/operations', `/operations/${made}`]],
      };
      for (const [what, [work, changed]] of Object.entries(writes)) {
        const before = new Map<string, string>();
        for (const path of paths) before.set(path, (await there.get(path)).text);
        expect((await work()).status).to.be.oneOf([200, 201, 204]);
        for (const path of paths) {
          const isNew = (await there.get(path)).text !== before.get(path);
          if (changed.includes(path)) expect([what, path, isNew]).to.deep.equal([what, path, true]);
        }
      }
      expect((await there.get(`/operations/${made}`)).outcome).to.equal('404 NOT_FOUND');
      expect((await there.get(`/operations?account_id=${spare}`)).outcome).to.equal('404 NOT_FOUND');
    });

    it('is left alone by what others write, and by writes to something else', async () => {
      const eve = await app.signedUp();
      await warm();
      await eve.bearer.post('/operations', anOperation());
      for (const path of reads()) expect([path, outcome(await ada.bearer.get(path))]).to.deep.equal([path, HIT]);
      await ada.bearer.post('/operations', anOperation());
      for (const path of [`/operations/${operation}`, '/accounts', `/accounts/${ada.account}`])
        expect([path, outcome(await ada.bearer.get(path))]).to.deep.equal([path, HIT]);
    });

    it('is made anew for who wants that, and not even kept for who wants that', async () => {
      await warm();
      const path = `/operations/${operation}`;
      await app.sql(`UPDATE operations SET note = 'by hand' WHERE id = $1`, [operation]);
      expect((await ada.bearer.get(path)).text).not.to.include('by hand');
      const bypassed = await ada.bearer.get(path, { 'Cache-Control': 'max-age=0, No-Store' });
      expect([outcome(bypassed), bypassed.json<OperationBody>().note]).to.deep.equal([
        'blotter; fwd=bypass',
        'by hand',
      ]);
      expect((await ada.bearer.get(path)).text).not.to.include('by hand');
      const renewed = await ada.bearer.get(path, { 'Cache-Control': 'no-cache' });
      expect([outcome(renewed), renewed.json<OperationBody>().note]).to.deep.equal(['blotter; fwd=request', 'by hand']);
      const hit = await ada.bearer.get(path);
      expect([outcome(hit), hit.json<OperationBody>().note]).to.deep.equal([HIT, 'by hand']);
      const { headers } = hit;
      for (const wish of ['no-cache', 'no-store']) {
        const known = { 'Cache-Control': wish, 'If-None-Match': headers['etag'] ?? '' };
        expect((await ada.bearer.get(path, known)).status).to.equal(304);
      }
    });

    it('is never a refusal', async () => {
      for (const path of ['/operations?limit=0', '/operations?cursor=x', `/operations/${ada.user.id}`])
        for (let time = 0; time < 2; time += 1) {
          const answer = await ada.bearer.get(path);
          expect(answer.status).to.be.within(400, 499);
          expect(outcome(answer) ?? MISS).to.equal(MISS);
        }
    });

    it('is computed once for all who ask at the same time', async () => {
      const [eve, admin] = [await app.signedUp(), await app.signedUp('admin')];
      const computations = async (): Promise<number> => {
        const { text } = await admin.bearer.get('/metrics');
        return Number(/^blotter_cache_computations_total\{cache="operation-lists"\} (\d+)/m.exec(text)?.[1] ?? 0);
      };
      const before = await computations();
      const answers = await Promise.all(Array.from({ length: 500 }, () => eve.bearer.get('/operations?limit=7')));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).to.equal(1);
      // Two, as two stand in the cache: compressed, and not.
      expect((await computations()) - before).to.equal(2);
    });

    it('is counted by what it is, for the metrics', async () => {
      const admin = await app.signedUp('admin');
      await warm();
      await warm();
      const { text } = await admin.bearer.get('/metrics');
      for (const name of ['operation-lists', 'operations', 'account-lists', 'accounts', 'principals']) {
        expect(text).to.match(new RegExp(`^blotter_cache_hits_total\\{cache="${name}"\\} [1-9]`, 'm'));
        expect(text).to.match(new RegExp(`^blotter_cache_misses_total\\{cache="${name}"\\} [1-9]`, 'm'));
        expect(text).to.match(new RegExp(`^blotter_cache_errors_total\\{cache="${name}"\\} \\d`, 'm'));
        expect(text).to.match(new RegExp(`^blotter_cache_compute_seconds_total\\{cache="${name}"\\} \\d`, 'm'));
      }
    });

    describe('in another coding', () => {
      const DECODE = {
        br: brotliDecompressSync,
        gzip: gunzipSync,
        identity: (bytes: Buffer) => bytes,
      } as const;
      const get = (path: string, coding: string | undefined, known?: string) =>
        rawGet(`${app.origin}${path}`, {
          Authorization: `Bearer ${ada.token}`,
          ...(coding !== undefined && { 'Accept-Encoding': coding }),
          ...(known !== undefined && { 'If-None-Match': known }),
        });
      const WISHES: Record<string, keyof typeof DECODE> = {
        br: 'br',
        gzip: 'gzip',
        'gzip, deflate, br': 'br',
        'br;q=0.1, gzip;q=0.9': 'gzip',
        'br;q=0, gzip': 'gzip',
        '*': 'br',
        'identity, br;q=0.5': 'identity',
        deflate: 'identity',
        'br;q=0': 'identity',
        '': 'identity',
        'br;q=0, *;q=0': 'identity',
      };

      before(async () => {
        for (let count = 0; count < 5; count += 1) await ada.bearer.post('/operations', anOperation());
      });

      it('is what the client likes best, with the same content, and an ETag of its own', async () => {
        for (const path of ['/api/v1/operations', '/api/v1/openapi.json']) {
          const plain = await get(path, undefined);
          const etags = new Map([['identity', plain.headers.etag]]);
          for (const [wish, coding] of Object.entries(WISHES)) {
            for (let time = 0; time < 2; time += 1) {
              const { status, headers, bytes } = await get(path, wish);
              expect([wish, status, headers['content-encoding'] ?? 'identity']).to.deep.equal([wish, 200, coding]);
              expect(headers.vary).to.match(/(?:^|, )Accept-Encoding$/);
              expect(DECODE[coding](bytes).equals(plain.bytes)).to.equal(true);
              if (coding !== 'identity') expect(bytes.length).to.be.below(plain.bytes.length / 2);
              etags.set(coding, etags.get(coding) ?? headers.etag);
              expect(headers.etag).to.equal(etags.get(coding));
            }
          }
          expect(new Set(etags.values())).to.have.property('size', 3);
        }
      });

      it('is answered 304 to who has it in any coding, with the ETag that they have', async () => {
        for (const path of ['/api/v1/operations', '/api/v1/openapi.json']) {
          for (const coding of ['br', 'gzip', 'identity']) {
            const { headers } = await get(path, coding);
            for (const asked of ['br', 'gzip', 'identity']) {
              const { status, headers: again, bytes } = await get(path, asked, `"x", W/${headers.etag}`);
              expect([coding, asked, status, again.etag]).to.deep.equal([coding, asked, 304, headers.etag]);
              expect([bytes.length, again['content-encoding'], again.vary]).to.deep.equal([0, undefined, headers.vary]);
            }
            const { status, headers: any } = await get(path, coding, '*');
            expect([status, any.etag]).to.deep.equal([304, headers.etag]);
          }
        }
      });

      it('is not worth it for what is small, nor is there any of what a version names, nor of who somebody is', async () => {
        await ada.bearer.patch(`/operations/${operation}`, { note: 'x'.repeat(4_000) });
        for (const path of ['accounts', `operations/${operation}`, `accounts/${ada.account}`, 'users/me', 'tokens'])
          expect([path, (await get(`/api/v1/${path}`, 'br')).headers['content-encoding']]).to.deep.equal([
            path,
            undefined,
          ]);
      });
    });
  });
}
