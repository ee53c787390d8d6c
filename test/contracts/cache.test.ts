import { expect } from 'chai';
import { MemoryCache } from '#adapters/outbound/memory/memory-cache.ts';
import type { Redis } from '#adapters/outbound/redis/open-redis.ts';
import { RedisCache } from '#adapters/outbound/redis/redis-cache.ts';
import { RedisLink } from '#adapters/outbound/redis/redis-link.ts';
import { testRedisUrl } from '#test/support/redis.ts';
import { type RedisServer, startRedisServer } from '#test/support/services/redis-server.ts';
import { cacheContract } from './cache-contract.ts';
import { connectedRedis } from './connected-redis.ts';
import { until } from './until.ts';

/** A suite that keeps values in Redis is not about how soon a busy machine answers. */
const PATIENT = { patience: 5_000 };
const MINUTE = 60_000;

cacheContract('memory', async () => {
  const cache = new MemoryCache();
  return { cache, beside: cache, close: async () => cache.close() };
});

/** Two processes with one Redis. */
async function openBoth() {
  const clients = [await connectedRedis(testRedisUrl()), await connectedRedis(testRedisUrl())] as const;
  await clients[0].flushDb();
  const links = clients.map((client) => new RedisLink(client, PATIENT));
  await until('Redis is there', () => links.every(({ up }) => up));
  const [cache, beside] = links.map((link) => new RedisCache(link)) as [RedisCache, RedisCache];
  return {
    cache,
    beside,
    client: clients[0],
    close: async () => {
      for (const link of links) link.close();
      for (const client of clients) client.destroy();
    },
  };
}

cacheContract('Redis', openBoth);

describe('The cache in Redis, of what somebody is about to change', () => {
  const KEEPING = { name: 'answers', schema: 1, milliseconds: MINUTE, tags: ['ada', 'main'] } as const;
  let opened: Awaited<ReturnType<typeof openBoth>>;

  beforeEach(async () => {
    opened = await openBoth();
  });
  afterEach(() => opened.close());

  const ask = (value: string) => opened.beside.getOrCompute('key', KEEPING, async () => value);
  const announce = () => opened.cache.announce(['ada']);

  it('gives nobody what was so before, nor keeps what is so meanwhile: who changes it may die', async () => {
    await ask('before');
    await announce();
    expect([await ask('meanwhile'), await ask('still')]).to.deep.equal(['meanwhile', 'still']);
  });

  it('keeps again what is so once it is invalidated with the announcement', async () => {
    const announcement = await announce();
    await ask('before');
    await opened.cache.invalidateTags(['ada'], [announcement]);
    expect([await ask('after'), await ask('later')]).to.deep.equal(['after', 'after']);
  });

  it('keeps nothing while another one is about to change it too', async () => {
    const [first, second] = [await announce(), await announce()];
    await opened.cache.invalidateTags(['ada'], [first]);
    expect([await ask('meanwhile'), await ask('still')]).to.deep.equal(['meanwhile', 'still']);
    await opened.cache.invalidateTags(['ada', 'main']);
    expect([await ask('also'), await ask('yet')]).to.deep.equal(['also', 'yet']);
    await opened.beside.invalidateTags(['ada'], [second]);
    expect([await ask('after'), await ask('later')]).to.deep.equal(['after', 'after']);
  });

  it('keeps again a minute after it, whatever others do meanwhile', async () => {
    const tag = 'blotter:cache:tag:ada';
    const announcement = await announce();
    const secondsLeftAfter = async (seconds: number): Promise<number> => {
      await opened.client.zIncrBy(`${tag}!`, -seconds, announcement);
      await opened.beside.invalidateTags(['ada']);
      return opened.client.ttl(tag);
    };
    expect(await opened.client.ttl(tag)).to.be.within(58, 60);
    expect(await secondsLeftAfter(50)).to.be.within(8, 10);
    expect(await secondsLeftAfter(10)).to.be.above(1_000);
    expect([await ask('after'), await ask('later')]).to.deep.equal(['after', 'after']);
  });

  it('lets nobody share what was asked for before', async () => {
    await announce();
    const slow = Promise.withResolvers<string>();
    const begun = Promise.withResolvers<void>();
    const first = opened.beside.getOrCompute('key', KEEPING, () => {
      begun.resolve();
      return slow.promise;
    });
    await begun.promise;
    expect(await ask('after')).to.equal('after');
    slow.resolve('before');
    expect(await first).to.equal('before');
  });
});

describe('The cache in Redis, while that does not answer', () => {
  const KEEPING = { name: 'answers', schema: 1, milliseconds: MINUTE, tags: ['ada'] } as const;
  let redis: RedisServer;
  let client: Redis;
  let link: RedisLink;
  let cache: RedisCache;

  before(async () => {
    redis = await startRedisServer();
    client = await connectedRedis(redis.url);
    link = new RedisLink(client, { patience: 100 });
    cache = new RedisCache(link);
    await until('Redis is there', () => link.up);
    redis.process.kill('SIGSTOP');
  });
  after(async () => {
    link.close();
    client.destroy();
    await redis.stop();
  });

  it('computes once for all who had asked before, and anew for who asks later', async () => {
    const { promise: first, resolve } = Promise.withResolvers<string>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    let computed = 0;
    const ask = () =>
      cache.getOrCompute('key', KEEPING, () => {
        computed += 1;
        begin();
        return computed === 1 ? first : Promise.resolve('later');
      });
    const all = Array.from({ length: 100 }, ask);
    await begun;
    expect(await ask()).to.equal('later');
    resolve('first');
    expect(new Set(await Promise.all(all))).to.deep.equal(new Set(['first']));
    expect(computed).to.equal(2);
  });
});

describe('The cache in memory', () => {
  let now: number;
  let cache: MemoryCache;

  const keep = (key: string, value: unknown = key, milliseconds = MINUTE, tags = ['tag']) =>
    cache.getOrCompute(key, { name: 'answers', schema: 1, milliseconds, tags }, async () => value);

  beforeEach(() => {
    now = 1;
    cache = new MemoryCache({ entries: 1_000, bytes: 1_000_000 }, () => now);
  });
  afterEach(() => cache.close());

  it('keeps a value to the millisecond, whether or not it is read', async () => {
    await keep('key', 'first');
    now = MINUTE;
    expect(await keep('key', 'second')).to.equal('first');
    now = MINUTE + 2;
    expect(await keep('key', 'second')).to.equal('second');
  });

  it('is never larger than it may be, in entries and in bytes', async () => {
    for (let number = 0; number < 100_000; number += 1) {
      await keep(`key ${number}`, number, MINUTE, [`tag ${number}`]);
      if (cache.size.entries > 1_000 || cache.size.tags > 1_000) expect.fail(`${number}: ${cache.size.entries}`);
    }
    for (let number = 0; number < 1_000; number += 1) {
      await keep(`large ${number}`, 'x'.repeat(100_000));
      expect(cache.size.bytes).to.be.at.most(1_000_000);
    }
    expect(cache.size.entries).to.equal(9);
  }).timeout(20_000);

  it('does not keep what is larger than all of it, and keeps the rest', async () => {
    await keep('small');
    expect(await keep('huge', 'x'.repeat(2_000_000))).to.have.length(2_000_000);
    expect(cache.size).to.include({ entries: 1, tags: 1 });
  });

  it('forgets the least recently used first', async () => {
    for (let number = 0; number < 1_000; number += 1) await keep(`key ${number}`);
    await keep('key 0');
    await keep('one more');
    expect([await keep('key 0', 'gone'), await keep('key 1', 'gone')]).to.deep.equal(['key 0', 'gone']);
  });

  it('gives back the room of what has expired without being asked', async () => {
    for (let number = 0; number < 500; number += 1) await keep(`short ${number}`, 'x'.repeat(1_000), 1_000);
    await keep('long');
    now = 1_002;
    await until('it is swept', () => cache.size.entries === 1);
    expect(cache.size.bytes).to.be.below(1_000);
    expect(cache.size.tags).to.equal(1);
  });

  it('forgets everything when it is told so, also what is being computed', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    await keep('kept');
    const old = cache.getOrCompute(
      'computed',
      { name: 'answers', schema: 1, milliseconds: MINUTE, tags: [] },
      () => promise,
    );
    cache.clear();
    resolve('old');
    await old;
    expect([await keep('kept', 'new'), await keep('computed', 'new')]).to.deep.equal(['new', 'new']);
  });
});
