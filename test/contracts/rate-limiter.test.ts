import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { MemoryRateLimiter } from '#adapters/outbound/memory/memory-rate-limiter.ts';
import { openRedis, type Redis } from '#adapters/outbound/redis/open-redis.ts';
import { RedisRateLimiter } from '#adapters/outbound/redis/redis-rate-limiter.ts';
import { SystemClock } from '#adapters/outbound/security/system-clock.ts';
import { allowanceOf, type Limit, type RateLimiter } from '#application/ports/rate-limiter.ts';
import { ClockedRateLimiter } from '#test/application/doubles/clocked-rate-limiter.ts';
import { testRedisUrl } from '#test/support/redis.ts';
import { type RedisServer, startRedisServer } from '#test/support/services/redis-server.ts';
import { connectedRedis } from './connected-redis.ts';
import { rateLimiterContract } from './rate-limiter-contract.ts';
import { ids } from './settlers.ts';
import { until } from './until.ts';
import { Wire } from './wire.ts';

/** A suite that counts in Redis is not about how soon a busy machine answers. */
const PATIENT = 5_000;
/** What a request waits for Redis at most, and what a busy machine may add to a timer. */
const MOST_MILLISECONDS = 100;
const GRACE_MILLISECONDS = 250;

const run = promisify(execFile);

const limit: Limit = { name: 'sign-in-address', points: 3, seconds: 300 };

rateLimiterContract('memory', async () => ({ limiter: new MemoryRateLimiter(), close: async () => {} }));

rateLimiterContract('by a clock', async () => ({
  limiter: new ClockedRateLimiter(new SystemClock()),
  close: async () => {},
}));

rateLimiterContract('Redis', async () => {
  const redis = await connectedRedis(testRedisUrl());
  await redis.flushDb();
  return {
    limiter: new RedisRateLimiter(redis, new MemoryRateLimiter(), PATIENT),
    close: async () => redis.destroy(),
  };
});

describe('An allowance', () => {
  it('rounds the time that is left up to whole seconds, of which there is one at least', () => {
    const secondsOf = (milliseconds: number) => allowanceOf(limit, { counted: 1, milliseconds }, 0).resetSeconds;
    expect([0, 1, 1_000, 1_001, 299_999, 300_000].map(secondsOf)).to.deep.equal([1, 1, 1, 2, 300, 300]);
  });
});

describe('The rate limiter in memory', () => {
  it('keeps no process alive', async () => {
    const program = `import { MemoryRateLimiter } from '#adapters/outbound/memory/memory-rate-limiter.ts';
      const { remaining } = await new MemoryRateLimiter().consume(${JSON.stringify(limit)}, 'key');
      console.log(remaining);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], { timeout: 8_000 });
    expect(stdout).to.equal('2\n');
  });
});

describe('The rate limiter in Redis', () => {
  let clients: Redis[];

  beforeEach(() => {
    clients = [];
  });
  afterEach(() => {
    for (const client of clients) client.destroy();
  });

  const client = async (url: string) => {
    const redis = await connectedRedis(url);
    clients.push(redis);
    return redis;
  };
  const limiterTo = async (url: string, patience?: number) =>
    new RedisRateLimiter(await client(url), new MemoryRateLimiter(), patience);

  it('counts for several processes together', async () => {
    const key = ids.next();
    const [one, other] = [await limiterTo(testRedisUrl(), PATIENT), await limiterTo(testRedisUrl(), PATIENT)];
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, index) => [one, other][index % 2]!.consume(limit, key)),
    );
    expect(all.filter(({ allowed }) => allowed)).to.have.length(3);
    await one.clear(limit, key);
    expect(await other.peek(limit, key)).to.include({ allowed: true, remaining: 3 });
  });

  it('leaves no key that does not end', async () => {
    const redis = await client(testRedisUrl());
    const key = ids.next();
    await new RedisRateLimiter(redis, new MemoryRateLimiter(), PATIENT).consume(limit, key);
    expect(await redis.keys(`*${key}*`)).to.deep.equal([`blotter:limit:sign-in-address:${key}`]);
    expect(await redis.ttl(`blotter:limit:sign-in-address:${key}`)).to.be.within(290, 300);
  });

  it('counts for itself when there never was a Redis', async () => {
    const never = openRedis(testRedisUrl(), () => {});
    await expectItCounts(new RedisRateLimiter(never, new MemoryRateLimiter()));
  });

  it('counts for itself when Redis answers with an error', async () => {
    const redis = await client(testRedisUrl());
    const key = ids.next();
    await redis.lPush(`blotter:limit:sign-in-address:${key}`, 'not a count');
    await expectItCounts(new RedisRateLimiter(redis, new MemoryRateLimiter(), PATIENT), key);
  });

  it('forgets in Redis and in the process what is cleared', async () => {
    const wire = await Wire.to(testRedisUrl());
    const limiter = await limiterTo(wire.url, PATIENT);
    const [key, direct] = [ids.next(), await limiterTo(testRedisUrl(), PATIENT)];
    await wire.unplug();
    for (let time = 0; time < 4; time += 1) await limiter.consume(limit, key);
    await wire.plugIn();
    await untilTogether(limiter, direct);
    for (let time = 0; time < 4; time += 1) await limiter.consume(limit, key);
    await limiter.clear(limit, key);
    expect(await direct.peek(limit, key), 'in Redis').to.include({ remaining: 3 });
    await wire.unplug();
    expect(await limiter.peek(limit, key), 'in the process').to.include({ remaining: 3 });
  });

  it('lets one request at a time ask a Redis that does not answer, and none for a second after that', async () => {
    let asked = 0;
    const wire = await Wire.to(testRedisUrl(), () => (chunk) => {
      asked += chunk.toString('latin1').split('EVAL').length - 1;
    });
    const limiter = await limiterTo(wire.url);
    const burst = () => Promise.all(Array.from({ length: 20 }, () => limiter.consume(limit, 'burst')));
    wire.mute();
    const begun = performance.now();
    await burst();
    expect(asked, 'nobody knew').to.equal(20);
    await until('Redis is asked again', async () => {
      await burst();
      return asked > 20;
    });
    expect(asked, 'one alone').to.equal(21);
    expect(performance.now() - begun).to.be.above(950);
    await wire.unplug();
  });

  describe('whose server fails', () => {
    let server: RedisServer;
    let limiter: RateLimiter;
    let direct: RateLimiter;

    beforeEach(async () => {
      server = await startRedisServer();
      limiter = await limiterTo(server.url);
      direct = await limiterTo(server.url, PATIENT);
    });
    afterEach(() => server.stop());

    it('counts for itself at once when it is killed, and together again when it is back', async () => {
      await untilTogether(limiter, direct);
      await server.stop();
      await expectItCounts(limiter);
      server = await startRedisServer({ port: server.port });
      await untilTogether(limiter, direct);
    });

    it('counts for itself within 100 ms when it hangs, and together again when it goes on', async () => {
      await untilTogether(limiter, direct);
      server.process.kill('SIGSTOP');
      const begun = performance.now();
      await limiter.consume(limit, 'first');
      await expectItCounts(limiter);
      expect(performance.now() - begun).to.be.below(MOST_MILLISECONDS + GRACE_MILLISECONDS);
      server.process.kill('SIGCONT');
      await untilTogether(limiter, direct);
    });
  });
});

/** All the same, and no later than a request may wait. */
async function expectItCounts(limiter: RateLimiter, key = ids.next()): Promise<void> {
  const begun = performance.now();
  const left: number[] = [];
  for (let time = 0; time < 3; time += 1) left.push((await limiter.consume(limit, key)).remaining);
  expect(left).to.deep.equal([2, 1, 0]);
  expect(await limiter.peek(limit, key)).to.include({ allowed: false });
  expect(await limiter.consume(limit, key)).to.include({ allowed: false });
  for (let time = 0; time < 2; time += 1) await limiter.giveBack(limit, key);
  expect(await limiter.peek(limit, key)).to.include({ allowed: true, remaining: 1 });
  await limiter.clear(limit, key);
  expect(await limiter.peek(limit, key)).to.include({ allowed: true, remaining: 3 });
  expect(performance.now() - begun).to.be.below(MOST_MILLISECONDS + GRACE_MILLISECONDS);
}

/** All that the one counts is seen by the other, which is never impatient. */
const untilTogether = (limiter: RateLimiter, other: RateLimiter): Promise<void> =>
  until('both count in Redis', async () => {
    const key = ids.next();
    await Promise.all([limiter.consume(limit, key), limiter.consume(limit, key)]);
    return (await other.peek(limit, key)).remaining === 1;
  });
