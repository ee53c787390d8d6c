import { expect } from 'chai';
import { MemoryCache } from '#adapters/outbound/memory/memory-cache.ts';
import { TrustedCache } from '#application/caching/trusted-cache.ts';
import type { CacheTrust } from '#application/ports/cache-trust.ts';
import { Refusal } from '#application/refusal.ts';
import { refusalCodeOf } from '../refusals.ts';

const KEEPING = { name: 'answers', schema: 1, milliseconds: 60_000, tags: ['ada'] } as const;

class Trust implements CacheTrust {
  name: string | null = 'first';
  distrusted = 0;
  refusal: Refusal | null = null;

  epoch(): string | null {
    return this.name;
  }

  async distrust(): Promise<void> {
    if (this.refusal) throw this.refusal;
    this.distrusted += 1;
  }
}

describe('A trusted cache', () => {
  let memory: MemoryCache;
  let trust: Trust;
  let isAway: boolean;

  beforeEach(() => {
    memory = new MemoryCache();
    trust = new Trust();
    isAway = false;
    const invalidateTags = memory.invalidateTags.bind(memory);
    memory.invalidateTags = async (tags) => {
      if (isAway) throw new Refusal('UNAVAILABLE', 'The cache does not answer.');
      await invalidateTags(tags);
    };
  });
  afterEach(() => memory.close());

  const shared = () => new TrustedCache(memory, trust, { isOwn: false });
  const own = () => new TrustedCache(memory, trust, { isOwn: true });
  const ask = (cache: TrustedCache, value: string) => cache.getOrCompute('key', KEEPING, async () => value);

  it('keeps while it is believed, and tells what has happened', async () => {
    const cache = shared();
    expect([await ask(cache, 'old'), await ask(cache, 'new')]).to.deep.equal(['old', 'old']);
    expect(cache.stats().get('answers')).to.include({ hits: 1, misses: 1 });
  });

  it('computes each time while nothing may be believed, and keeps none of that', async () => {
    const cache = shared();
    trust.name = null;
    expect([await ask(cache, 'first'), await ask(cache, 'second')]).to.deep.equal(['first', 'second']);
    trust.name = 'first';
    expect(await ask(cache, 'third')).to.equal('third');
  });

  it('does not find what was kept in another epoch, nor what was being computed when it ended', async () => {
    const cache = shared();
    await ask(cache, 'old');
    const slow = Promise.withResolvers<string>();
    const computing = cache.getOrCompute('slow', KEEPING, () => slow.promise);
    trust.name = 'second';
    slow.resolve('old');
    await computing;
    expect(await ask(cache, 'new')).to.equal('new');
    expect(await cache.getOrCompute('slow', KEEPING, async () => 'new')).to.equal('new');
  });

  it('does not trouble anybody when nothing has changed', async () => {
    isAway = true;
    await shared().invalidateTags([]);
    expect(trust.distrusted).to.equal(0);
  });

  it('tells nobody else what it could tell the cache that all share, believed or not', async () => {
    for (const epoch of ['first', null]) {
      trust.name = epoch;
      await shared().invalidateTags(['ada']);
      await shared().delete('key', KEEPING);
    }
    expect(trust.distrusted).to.equal(0);
  });

  it('tells the others what it knows alone, while there may be any', async () => {
    await own().invalidateTags(['ada']);
    expect(trust.distrusted).to.equal(0);
    trust.name = null;
    await own().invalidateTags(['ada']);
    await own().delete('key', KEEPING);
    expect(trust.distrusted).to.equal(2);
  });

  it('ends the epoch when the cache cannot be told, and fails when that cannot be done either', async () => {
    isAway = true;
    await shared().invalidateTags(['ada']);
    expect(trust.distrusted).to.equal(1);
    trust.refusal = new Refusal('UNAVAILABLE', 'Nobody can be told.');
    expect(await refusalCodeOf(shared().invalidateTags(['ada']))).to.equal('UNAVAILABLE');
  });

  it('forgets one value, and what is invalidated', async () => {
    const cache = shared();
    for (const forget of [() => cache.delete('key', KEEPING), () => cache.invalidateTags(['ada'])]) {
      await ask(cache, 'old');
      await forget();
      expect(await ask(cache, 'new')).to.equal('new');
      await cache.delete('key', KEEPING);
    }
  });
});
