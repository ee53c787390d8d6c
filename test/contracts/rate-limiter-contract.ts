import { expect } from 'chai';
import type { Limit, RateLimiter } from '#application/ports/rate-limiter.ts';
import { ids } from './settlers.ts';
import { until } from './until.ts';

export type OpenLimiter = { readonly limiter: RateLimiter; close(): Promise<void> };

/** What every RateLimiter does. */
export function rateLimiterContract(adapter: string, open: () => Promise<OpenLimiter>): void {
  describe(`The rate limiter (${adapter})`, () => {
    const limit: Limit = { name: 'sign-in-address', points: 3, seconds: 300 };
    let opened: OpenLimiter;
    let limiter: RateLimiter;
    let key: string;

    before(async () => {
      opened = await open();
      limiter = opened.limiter;
    });
    beforeEach(() => {
      key = ids.next();
    });
    after(() => opened.close());

    const consume = async (times: number, of = limit) => {
      for (let time = 0; time < times; time += 1) await limiter.consume(of, key);
    };

    const giveBack = (times: number) => Promise.all(Array.from({ length: times }, () => limiter.giveBack(limit, key)));

    it('refuses the one that is too many, and each after it', async () => {
      await consume(3);
      for (let time = 0; time < 3; time += 1)
        expect(await limiter.consume(limit, key)).to.include({ allowed: false, remaining: 0 });
    });

    it('says once in a window that it is overdrawn, by the first that is refused', async () => {
      const said: boolean[] = [];
      for (let time = 0; time < 6; time += 1) said.push((await limiter.consume(limit, key)).overdrawn);
      expect(said).to.deep.equal([false, false, false, true, false, false]);
      expect((await limiter.peek(limit, key)).overdrawn).to.equal(false);
    });

    it('refuses everything where nothing is allowed', async () => {
      const nothing = { ...limit, points: 0 };
      expect(await limiter.peek(nothing, key)).to.include({ allowed: false, remaining: 0 });
      expect(await limiter.consume(nothing, key)).to.include({ allowed: false, remaining: 0 });
    });

    it('tells beforehand that it would refuse, and counts no look', async () => {
      await consume(2);
      for (let time = 0; time < 3; time += 1)
        expect(await limiter.peek(limit, key)).to.include({ allowed: true, remaining: 1 });
      await consume(1);
      expect(await limiter.peek(limit, key)).to.include({ allowed: false, remaining: 0 });
    });

    it('counts 200 at once exactly', async () => {
      const wide = { ...limit, points: 150 };
      const all = await Promise.all(Array.from({ length: 200 }, () => limiter.consume(wide, key)));
      expect(all.filter(({ allowed }) => allowed)).to.have.length(150);
      expect(new Set(all.map(({ remaining }) => remaining)).size).to.equal(150);
      expect(await limiter.peek(wide, key)).to.include({ allowed: false, remaining: 0 });
    });

    it('keeps keys apart', async () => {
      await consume(4);
      expect(await limiter.peek(limit, ids.next())).to.include({ allowed: true, remaining: 3 });
      expect(await limiter.peek(limit, `${key}:`)).to.include({ allowed: true, remaining: 3 });
    });

    it('keeps limits apart', async () => {
      const other = { ...limit, name: 'sign-in-account' };
      await consume(4);
      expect(await limiter.consume(other, key)).to.include({ allowed: true, remaining: 2 });
    });

    it('takes back nothing where nothing is counted', async () => {
      await giveBack(3);
      expect(await limiter.peek(limit, key)).to.deep.equal({
        allowed: true,
        overdrawn: false,
        remaining: 3,
        resetSeconds: 300,
      });
      await consume(3);
      expect(await limiter.consume(limit, key)).to.include({ allowed: false });
    });

    it('takes back no more than was counted', async () => {
      await consume(1);
      await giveBack(3);
      await consume(3);
      expect(await limiter.consume(limit, key)).to.include({ allowed: false });
    });

    it('takes back one that was counted, in the same window', async () => {
      await consume(3);
      await giveBack(1);
      const { resetSeconds, ...rest } = await limiter.consume(limit, key);
      expect(rest).to.deep.equal({ allowed: true, overdrawn: false, remaining: 0 });
      expect(resetSeconds).to.be.within(290, 300);
      expect(await limiter.consume(limit, key)).to.include({ allowed: false });
    });

    it('forgets what is cleared, and nothing else', async () => {
      const other = { ...limit, name: 'sign-in-account' };
      await consume(4);
      await consume(4, other);
      await limiter.clear(limit, key);
      await limiter.clear(limit, ids.next());
      expect(await limiter.peek(limit, key)).to.deep.equal({
        allowed: true,
        overdrawn: false,
        remaining: 3,
        resetSeconds: 300,
      });
      expect(await limiter.peek(other, key)).to.include({ allowed: false });
    });

    it('tells what is left of the points', async () => {
      const left: number[] = [];
      for (let time = 0; time < 4; time += 1) left.push((await limiter.consume(limit, key)).remaining);
      expect(left).to.deep.equal([2, 1, 0, 0]);
    });

    it('tells in how many whole seconds the window ends', async () => {
      expect(await limiter.peek(limit, key)).to.deep.equal({
        allowed: true,
        overdrawn: false,
        remaining: 3,
        resetSeconds: 300,
      });
      for (const { resetSeconds } of [await limiter.consume(limit, key), await limiter.peek(limit, key)])
        expect(resetSeconds).to.be.within(290, 300).and.satisfy(Number.isInteger);
    });

    it('begins anew when the window has passed, which no refusal prolongs', async () => {
      const brief = { ...limit, points: 2, seconds: 1 };
      const begun = performance.now();
      await consume(2, brief);
      const seconds = new Set<number>();
      await until('the next is allowed', async () => {
        const { allowed, remaining, resetSeconds } = await limiter.consume(brief, key);
        seconds.add(resetSeconds);
        if (allowed) expect(remaining).to.equal(1);
        return allowed;
      });
      expect([...seconds], 'at least a second to the end').to.deep.equal([1]);
      expect(performance.now() - begun).to.be.above(950);
    });

    it('is as before when the window has passed and nobody came', async () => {
      const brief = { ...limit, points: 2, seconds: 1 };
      await consume(3, brief);
      await until('nothing is counted', async () => (await limiter.peek(brief, key)).allowed);
      expect(await limiter.peek(brief, key)).to.deep.equal({
        allowed: true,
        overdrawn: false,
        remaining: 2,
        resetSeconds: 1,
      });
    });
  });
}
