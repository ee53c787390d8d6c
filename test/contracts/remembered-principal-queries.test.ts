import { expect } from 'chai';
import { RememberedPrincipalQueries } from '#adapters/outbound/memory/remembered-principal-queries.ts';
import type { Principal, PrincipalQueries } from '#application/ports/principal-queries.ts';
import { FixedCensus } from '#test/application/doubles/fixed-census.ts';
import { NOW } from '#test/domain/builders.ts';

const LET_IN = {
  scopes: null,
  accountIds: null,
  credential: { kind: 'session', id: 'a session', createdAt: NOW, lastUsedAt: NOW, expiresAt: null },
} as const;
const ADA: Principal = { userId: 'ada', role: 'user', ...LET_IN };
const BEA: Principal = { userId: 'bea', role: 'admin', ...LET_IN };
const [FIRST, SECOND, HERS] = [Buffer.from('first'), Buffer.from('second'), Buffer.from('hers')];

/** Answers from a list, counts how often it is asked, and waits with its answers when it is told to. */
class Source implements PrincipalQueries {
  readonly known = new Map<string, Principal>([
    ['first', ADA],
    ['second', ADA],
    ['hers', BEA],
    ['ada session', ADA],
    ['bea session', BEA],
  ]);
  asked = 0;
  gate: Promise<void> = Promise.resolve();

  findByToken(digest: Buffer): Promise<Principal | null> {
    return this.#find(digest.toString());
  }

  findBySession(userId: string, sessionId: string): Promise<Principal | null> {
    return this.#find(`${userId} ${sessionId}`);
  }

  async #find(key: string): Promise<Principal | null> {
    this.asked += 1;
    const answer = this.known.get(key) ?? null;
    await this.gate;
    return answer;
  }
}

describe('What a process remembers of who is behind a credential', () => {
  let source: Source;
  let census: FixedCensus;
  let remembered: RememberedPrincipalQueries;
  const { now } = performance;

  beforeEach(() => {
    source = new Source();
    census = new FixedCensus(true);
    remembered = new RememberedPrincipalQueries(source, census);
  });
  afterEach(() => {
    performance.now = now;
  });

  const byToken = (digest: Buffer) => remembered.findByToken(digest, NOW);
  const everybody = async () => [
    await byToken(FIRST),
    await byToken(SECOND),
    await byToken(HERS),
    await remembered.findBySession('ada', 'session', NOW),
    await remembered.findBySession('bea', 'session', NOW),
  ];
  const asked = async (look: () => Promise<unknown>) => {
    const before = source.asked;
    await look();
    return source.asked - before;
  };

  it('is nothing while it has company', async () => {
    census.isAlone = false;
    expect(await asked(everybody)).to.equal(5);
    expect(await asked(everybody)).to.equal(5);
  });

  it('is not used once it has company', async () => {
    await everybody();
    census.isAlone = false;
    source.known.clear();
    expect(await everybody()).to.deep.equal([null, null, null, null, null]);
  });

  it('is nothing when company came while it was asking', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    source.gate = promise;
    const look = byToken(FIRST);
    census.isAlone = false;
    resolve();
    await look;
    census.isAlone = true;
    expect(await asked(() => byToken(FIRST))).to.equal(1);
  });

  it('is nothing of what it asked for while it still had company', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    source.gate = promise;
    census.isAlone = false;
    const look = byToken(FIRST);
    census.isAlone = true;
    resolve();
    await look;
    expect(await asked(() => byToken(FIRST))).to.equal(1);
  });

  it('is not that a credential is nobody’s: it can become somebody’s', async () => {
    expect(await byToken(Buffer.from('new'))).to.equal(null);
    source.known.set('new', ADA);
    expect(await byToken(Buffer.from('new'))).to.equal(ADA);
  });

  it('is gone for a token that is forgotten, and for no other', async () => {
    await everybody();
    await remembered.forgetToken(FIRST);
    source.known.clear();
    expect(await everybody()).to.deep.equal([null, ADA, BEA, ADA, BEA]);
  });

  it('is gone for every token and session of a user who is forgotten, and for nobody else', async () => {
    await everybody();
    await remembered.forgetUser('ada');
    source.known.clear();
    expect(await everybody()).to.deep.equal([null, null, BEA, null, BEA]);
  });

  it('is all gone when all is forgotten, or everybody is', async () => {
    for (const forget of [async () => remembered.forgetAll(), () => remembered.forgetEverybody()]) {
      await everybody();
      await forget();
      expect(await asked(everybody)).to.equal(5);
    }
  });

  it('is of one session alone: another one of the same user is asked for', async () => {
    await everybody();
    expect(await remembered.findBySession('ada', 'another', NOW)).to.equal(null);
    expect(await remembered.findBySession('bea', 'session', NOW)).to.equal(BEA);
  });

  for (const [what, forget] of Object.entries({
    'the token': () => remembered.forgetToken(FIRST),
    'its user': () => remembered.forgetUser('ada'),
    everybody: () => remembered.forgetEverybody(),
    everything: async () => remembered.forgetAll(),
  })) {
    it(`is never what was so before ${what} was forgotten while it was asking`, async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      source.gate = promise;
      const look = byToken(FIRST);
      source.known.clear();
      const forgetting = forget();
      resolve();
      await forgetting;
      await look;
      expect(await byToken(FIRST)).to.equal(null);
    });
  }

  it('is forgotten at once, and that is over only when this process is counted: another one may remember it too', async () => {
    await everybody();
    source.known.clear();
    const { promise, resolve } = Promise.withResolvers<void>();
    census.count = promise;
    let over = 0;
    const works = [remembered.forgetToken(HERS), remembered.forgetUser('ada'), remembered.forgetEverybody()];
    const forgetting = works.map(async (work) => {
      await work;
      over += 1;
    });
    expect([await byToken(HERS), await byToken(FIRST), over]).to.deep.equal([null, null, 0]);
    resolve();
    await Promise.all(forgetting);
    expect(over).to.equal(3);
  });

  it('is enough to answer without asking again', async () => {
    const first = await everybody();
    expect(await asked(async () => expect(await everybody()).to.deep.equal(first))).to.equal(0);
  });

  it('is asked anew after a second, for what was changed behind its back', async () => {
    await byToken(FIRST);
    source.known.clear();
    const begun = now.call(performance);
    performance.now = () => begun + 990;
    expect(await byToken(FIRST)).to.equal(ADA);
    performance.now = () => now.call(performance) + 1_001;
    expect(await byToken(FIRST)).to.equal(null);
  });

  it('is of the last 10 000 credentials', async () => {
    for (let count = 0; count <= 10_000; count += 1) {
      source.known.set(`token ${count}`, ADA);
      await byToken(Buffer.from(`token ${count}`));
    }
    expect(await asked(() => byToken(Buffer.from('token 1')))).to.equal(0);
    expect(await asked(() => byToken(Buffer.from('token 0')))).to.equal(1);
  });
});
