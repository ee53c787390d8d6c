import { expect } from 'chai';
import { MemoryCache } from '#adapters/outbound/memory/memory-cache.ts';
import { CachedPrincipalQueries } from '#application/caching/cached-principal-queries.ts';
import { tags } from '#application/caching/tags.ts';
import type { Principal, PrincipalQueries } from '#application/ports/principal-queries.ts';
import { LATER, NOW } from '#test/domain/builders.ts';

const LET_IN = {
  scopes: null,
  accountIds: null,
  credential: { kind: 'session', id: 'a session', createdAt: NOW, lastUsedAt: NOW, expiresAt: LATER },
} as const;
const ADA: Principal = { userId: 'ada', role: 'user', ...LET_IN };
const BEA: Principal = { userId: 'bea', role: 'admin', ...LET_IN };
const [FIRST, SECOND, HERS] = ['first', 'second', 'hers'];

/** Answers from a list, and counts how often it is asked. */
class Source implements PrincipalQueries {
  readonly known = new Map<string, Principal>([
    ['first', ADA],
    ['second', ADA],
    ['hers', BEA],
    ['ada session', ADA],
    ['bea session', BEA],
  ]);
  asked = 0;

  findByToken(digest: string): Promise<Principal | null> {
    return this.#find(digest);
  }

  findBySession(userId: string, sessionId: string): Promise<Principal | null> {
    return this.#find(`${userId} ${sessionId}`);
  }

  async #find(key: string): Promise<Principal | null> {
    this.asked += 1;
    return this.known.get(key) ?? null;
  }
}

describe('What is kept of who is behind a credential', () => {
  let now: number;
  let source: Source;
  let cache: MemoryCache;
  let cached: CachedPrincipalQueries;

  beforeEach(() => {
    now = 1;
    source = new Source();
    cache = new MemoryCache({ entries: 100, bytes: 1_000_000 }, () => now);
    cached = new CachedPrincipalQueries(source, cache);
  });
  afterEach(() => cache.close());

  const byToken = (digest: string) => cached.findByToken(digest, NOW);
  const everybody = async () => [
    await byToken(FIRST),
    await byToken(SECOND),
    await byToken(HERS),
    await cached.findBySession('ada', 'session', NOW),
    await cached.findBySession('bea', 'session', NOW),
  ];
  /** Twice: whose a token is has to be known before it can be kept. */
  const keep = async () => [await everybody(), await everybody()];
  const asked = async (look: () => Promise<unknown>) => {
    const before = source.asked;
    await look();
    return source.asked - before;
  };

  it('is enough to answer without asking again', async () => {
    await keep();
    expect(await asked(everybody)).to.equal(0);
    expect(await everybody()).to.deep.equal([ADA, ADA, BEA, ADA, BEA]);
  });

  it('is not that a credential is nobody’s: it can become somebody’s', async () => {
    for (let time = 0; time < 2; time += 1) {
      expect(await byToken('new')).to.equal(null);
      expect(await cached.findBySession('ada', 'new', NOW)).to.equal(null);
    }
    source.known.set('new', ADA).set('ada new', ADA);
    expect(await byToken('new')).to.deep.equal(ADA);
    expect(await cached.findBySession('ada', 'new', NOW)).to.deep.equal(ADA);
  });

  it('is gone for every token and session of somebody who has changed, and for nobody else', async () => {
    await keep();
    source.known.clear();
    await cache.invalidateTags([tags.person('ada')]);
    expect(await everybody()).to.deep.equal([null, null, BEA, null, BEA]);
  });

  it('is all gone once everybody’s credentials have', async () => {
    await keep();
    await cache.invalidateTags([tags.everybody]);
    expect(await asked(everybody)).to.equal(5);
  });

  it('is of one session alone: another one of the same user is asked for', async () => {
    await keep();
    expect(await cached.findBySession('ada', 'another', NOW)).to.equal(null);
    expect(await cached.findBySession('bea', 'session', NOW)).to.deep.equal(BEA);
  });

  it('is not used from the expiry of the credential on, unless that was put off', async () => {
    await keep();
    expect(await asked(() => cached.findByToken(HERS, LATER))).to.equal(1);
    expect(await asked(() => cached.findBySession('ada', 'session', LATER))).to.equal(1);
    const prolonged = { ...ADA, credential: { ...ADA.credential, expiresAt: new Date(LATER.getTime() + 1) } };
    source.known.set('first', prolonged);
    expect(await cached.findByToken(FIRST, LATER)).to.deep.equal(prolonged);
  });

  it('is asked anew after a second, for what was changed behind its back', async () => {
    await keep();
    source.known.clear();
    now += 990;
    expect(await byToken(FIRST)).to.deep.equal(ADA);
    now += 20;
    expect(await byToken(FIRST)).to.equal(null);
  });

  it('is of the last 10 000 tokens', async () => {
    for (let count = 0; count <= 10_000; count += 1) {
      source.known.set(`token ${count}`, ADA);
      await byToken(`token ${count}`);
    }
    const again = (count: number) => byToken(`token ${count}`);
    const askedTwice = (count: number) =>
      asked(async () => {
        await again(count);
        await again(count);
      });
    expect([await askedTwice(10_000), await askedTwice(0)]).to.deep.equal([1, 2]);
  });
});
