import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { beanCheck } from './beancount.ts';
import { openBrowser } from './chromium.ts';
import { startMongo } from './mongo.ts';
import { testRedisUrl } from './redis.ts';
import { startNginx } from './services/nginx.ts';
import { answersPing, startRedisServer } from './services/redis-server.ts';

const goodLedger = `
2026-01-01 open Assets:Cash USD
2026-01-01 open Equity:Opening
2026-01-02 * "Deposit"
  Assets:Cash      100 USD
  Equity:Opening  -100 USD
`;

describe('The tools of this machine', () => {
  it('include a Redis that answers PING', async () => {
    expect(await answersPing(Number(new URL(testRedisUrl()).port))).to.equal(true);
  });

  it('include a redis-server that a test may start and end', async () => {
    const server = await startRedisServer();
    expect(await answersPing(server.port)).to.equal(true);
    await server.stop();
    expect(await answersPing(server.port)).to.equal(false);
  });

  it('include a mongod that becomes a replica set and accepts a write', async function () {
    this.timeout(40_000);
    const mongo = await startMongo();
    const client = new MongoClient(mongo.url);
    const jobs = client.db().collection('jobs');
    await jobs.insertOne({ name: 'report' }, { writeConcern: { w: 'majority' } });
    expect(await jobs.countDocuments()).to.equal(1);
    await client.close();
    await mongo.stop();
  });

  it('include an nginx that keeps what its origin lets it keep, on the disk and for everybody, until it is ended', async () => {
    let asked = 0;
    const origin = createServer((request, response) => {
      asked += 1;
      const policy = request.url === '/for-all' ? 'public, max-age=60' : 'private, no-cache';
      response.setHeader('Cache-Control', policy).end(`answer ${asked}`);
    });
    await once(origin.listen(0, '127.0.0.1'), 'listening');
    const nginx = await startNginx((origin.address() as AddressInfo).port);
    const read = async (path: string): Promise<string> => {
      const answer = await fetch(`${nginx.url}${path}`);
      return `${answer.headers.get('X-Proxy-Cache')} ${await answer.text()}`;
    };
    expect([await read('/for-all'), await read('/for-all')]).to.deep.equal(['MISS answer 1', 'HIT answer 1']);
    expect([await read('/for-one'), await read('/for-one')]).to.deep.equal(['MISS answer 2', 'MISS answer 3']);
    const kept = (await nginx.kept()).map(({ key, content }) => [key, content.toString()]);
    expect(kept).to.deep.equal([['http://origin/for-all', 'answer 1']]);
    await nginx.stop();
    expect(await read('/for-all').catch(() => 'nobody there')).to.equal('nobody there');
    origin.close();
  });

  it('include a Chromium that renders a local page', async function () {
    this.timeout(40_000);
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<h1 id="title"></h1><script>title.append("made by " + "script")</script>');
    });
    server.listen(0, '127.0.0.1');
    const browser = await openBrowser();
    const page = await (await browser.newContext()).newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(await page.textContent('h1')).to.equal('made by script');
    await browser.close();
    server.close();
  });

  it('include a bean-check that accepts a good ledger and refuses a bad one', async () => {
    expect(await beanCheck(goodLedger)).to.equal('');
    expect(await beanCheck(goodLedger.replace('-100', '-99'))).to.match(/Transaction does not balance/);
  });
});
