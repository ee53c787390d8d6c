import { expect } from 'chai';
import express, { type Express, type RequestHandler, Router } from 'express';
import request from 'supertest';
import { assertPolicies } from '#adapters/inbound/http/caching/assert-policies.ts';
import { cachedBy } from '#adapters/inbound/http/caching/cached.ts';
import { keptForAll } from '#adapters/inbound/http/caching/kept.ts';
import {
  immutable,
  noStore,
  type Policy,
  privateFor,
  publicFor,
  revalidate,
  says,
} from '#adapters/inbound/http/caching/policy.ts';
import { MemoryCache } from '#adapters/outbound/memory/memory-cache.ts';

describe('The cache policies', () => {
  const cache = new MemoryCache();
  const cached = cachedBy(cache);
  const whoAsks: RequestHandler = (_req, _res, next) => next();
  const answer: RequestHandler = (_req, res) => void res.end('x');
  const body = () => ({ body: '{}' });

  after(() => cache.close());

  /** What a start says when these routes stand before and behind the question who asks. */
  const faultOf = (before: Router, behind: Router = Router()): string => {
    const app = express().use(before).use(whoAsks).use('/api', behind);
    try {
      assertPolicies(app, whoAsks);
      return 'sound';
    } catch (error) {
      return (error as Error).message.replace('The cache policies are not sound. ', '');
    }
  };
  const route = (...handlers: RequestHandler[]) => Router().get('/thing', ...handlers);

  it('let a start fail when a route that answers GET has none, wherever it stands', () => {
    for (const router of [route(answer), Router().use(Router().use('/deep', route(whoAsks, answer)))]) {
      expect(faultOf(router)).to.equal('GET /thing declares 0 of them.');
      expect(faultOf(Router(), router)).to.equal('GET /thing declares 0 of them.');
    }
  });

  it('let a start fail when a route has two', () => {
    expect(faultOf(route(says(noStore), cached(revalidate, body)))).to.equal('GET /thing declares 2 of them.');
    expect(faultOf(Router().use(says(noStore), route(says(noStore), answer)))).to.equal(
      'GET /thing declares 2 of them.',
    );
  });

  it('let a start fail when one that is public can depend on who asks', () => {
    for (const policy of [publicFor(60), immutable])
      for (const router of [
        route(says(policy), answer),
        route(cached(policy, body)),
        route(cached(policy, body, keptForAll('documents', '1'))),
        Router().use(says(policy), route(answer)),
      ]) {
        expect(faultOf(router)).to.equal('sound');
        expect(faultOf(Router(), router)).to.equal('GET /thing is public, and may depend on who asks.');
      }
  });

  it('are told of all at once', () => {
    const both = Router()
      .get('/first', answer)
      .get('/second', says(publicFor(1)), answer);
    expect(faultOf(Router(), both)).to.equal(
      'GET /first declares 0 of them. GET /second is public, and may depend on who asks.',
    );
  });

  it('let a start go on when each route has one, by itself or by its router; other methods need none', () => {
    const router = Router()
      .get('/one', says(noStore), answer)
      .get('/two', cached(revalidate, body))
      .get('/three', cached(privateFor(5), body))
      .post('/four', answer)
      .use('/five', Router().use(says(noStore), route(answer)));
    expect(faultOf(router, router)).to.equal('sound');
  });

  describe('say what clients may keep', () => {
    const ask = async (app: Express) => (await request(app).get('/thing')).headers;
    const said: readonly [Policy, string][] = [
      [privateFor(0), 'private, max-age=0'],
      [privateFor(30), 'private, max-age=30'],
      [revalidate, 'private, no-cache'],
      [publicFor(300), 'public, max-age=300'],
      [immutable, 'public, max-age=31536000, immutable'],
      [noStore, 'no-store'],
    ];

    for (const [policy, header] of said)
      it(`(${header}), whether or not anything is kept on the server`, async () => {
        for (const handlers of [
          [says(policy), answer],
          [cached(policy, body)],
          [cached(policy, body, keptForAll('documents', header))],
        ])
          expect((await ask(express().get('/thing', ...handlers)))['cache-control']).to.equal(header);
      });

    it('for nobody else where the request named itself, as the answer repeats that name', async () => {
      for (const handlers of [
        [says(publicFor(60)), answer],
        [cached(publicFor(60), body)],
        [cached(publicFor(60), body, keptForAll('documents', 'named'))],
      ]) {
        const { headers } = await request(express().get('/thing', ...handlers))
          .get('/thing')
          .set('X-Request-Id', 'mine');
        expect(headers['cache-control']).to.equal('private, max-age=60');
      }
    });

    it('and what is kept on the server is kept there whatever they may', async () => {
      let made = 0;
      const count = () => {
        made += 1;
        return { body: String(made) };
      };
      const app = express().get('/thing', cached(noStore, count, keptForAll('documents', 'counted')));
      expect([(await ask(app))['cache-status'], (await ask(app))['cache-status'], made]).to.deep.equal([
        'blotter; fwd=miss',
        'blotter; hit',
        1,
      ]);
    });
  });
});
