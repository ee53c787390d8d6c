import { randomInt } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { until } from '#test/contracts/until.ts';
import { freePort } from '#test/support/free-port.ts';
import { testRedisUrl } from '#test/support/redis.ts';
import type { AccountBody, Answer, OperationBody } from './support/answer.ts';
import { anAccount, anOperation, NO_ID } from './support/builders.ts';
import type { Caller } from './support/caller.ts';
import type { Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

const RUNS = 1;
const STEPS = 40;
const PEOPLE = 3;

type Step = {
  readonly act: (typeof ACTS)[number];
  /** Chooses among what there is. */
  readonly pick: number;
  /** Which process, and by which credential. */
  readonly at: 0 | 1;
  readonly via: 'bearer' | 'cookie';
  readonly coding: 'br' | 'gzip' | 'identity';
  readonly knows: boolean;
};

const ACTS = [
  'record',
  'change',
  'replace',
  'delete',
  'open',
  'rename',
  'close',
  'alias',
  'forget',
  'move',
  'read',
  'read',
  'read',
  'read',
] as const;
const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...ACTS),
  pick: fc.nat(1_000),
  at: fc.constantFrom<0 | 1>(0, 1),
  via: fc.constantFrom<'bearer' | 'cookie'>('bearer', 'cookie'),
  coding: fc.constantFrom<Step['coding']>('br', 'gzip', 'identity'),
  knows: fc.boolean(),
});
const scripts = fc.array(fc.array(step, { minLength: STEPS, maxLength: STEPS }), {
  minLength: PEOPLE,
  maxLength: PEOPLE,
});

const QUERIES = [
  '',
  '?limit=1',
  '?limit=2&sort=date',
  '?type=buy',
  '?q=changed',
  '?tag=none',
  '?limit=0',
  '?from=2026-11-21',
];

/** The people of one Blotter: their processes that keep answers, and the way to the same answer without what is kept. */
type House = {
  readonly apps: readonly TestApp[];
  /** Who asks, asking for the answer that nobody has kept. */
  readonly twin: (headers: Record<string, string>) => Caller;
};

/** What somebody has, and does one after the other; what others do meanwhile must not matter. */
class Life {
  readonly #house: House;
  readonly #person: Person;
  readonly #auditor: Person;
  readonly #others: readonly Person[];
  readonly #operations: string[] = [];
  readonly #accounts: string[] = [];
  readonly #etags = new Map<string, string>();

  constructor(house: House, person: Person, auditor: Person, others: readonly Person[]) {
    this.#house = house;
    this.#person = person;
    this.#auditor = auditor;
    this.#others = others;
    this.#accounts.push(person.account);
  }

  async play(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      await this.#write(step);
      for (const path of this.#paths(step)) await this.#compare(this.#person, path, step);
      await this.#compare(this.#auditor, `/operations?user_id=${this.#person.user.id}`, step);
    }
  }

  async #write(step: Step): Promise<void> {
    const caller = this.#at(this.#person, step);
    const operation = pick(this.#operations, step.pick) ?? NO_ID;
    const account = pick(this.#accounts, step.pick) ?? NO_ID;
    const of = { account_id: account, note: `of ${this.#person.user.id}` };
    const answer = await {
      record: () => caller.post('/operations', anOperation(of)),
      change: () =>
        caller.patch(`/operations/${operation}`, { note: `changed by ${this.#person.user.id}`, price: `${step.pick}` }),
      replace: () => caller.put(`/operations/${operation}`, anOperation(of)),
      delete: () => caller.delete(`/operations/${operation}`),
      open: () => caller.post('/accounts', anAccount({ name: `Of ${this.#person.user.id} ${step.pick}` })),
      rename: () => caller.patch(`/accounts/${account}`, { name: `Renamed ${step.pick}` }),
      close: () => caller.delete(`/accounts/${account}`),
      alias: () => caller.put('/instruments/BBG000B9XRY4', { instrument: pick(['IBM', 'OTHER'], step.pick) }),
      move: () => caller.patch('/users/me', { time_zone: pick(['Pacific/Kiritimati', 'UTC'], step.pick) }),
      forget: () => caller.delete('/instruments/BBG000B9XRY4'),
      read: async () => null,
    }[step.act]();
    if (answer === null) return;
    expect(answer.status).to.be.below(500);
    if (answer.status >= 300) return;
    if (step.act === 'record') this.#operations.push(answer.json<OperationBody>().id);
    if (step.act === 'open') this.#accounts.push(answer.json<AccountBody>().id);
  }

  /** Also of what is deleted, and of what is somebody else's. */
  #paths({ pick: number }: Step): string[] {
    const operation = pick(this.#operations, number) ?? NO_ID;
    const account = pick(this.#accounts, number) ?? NO_ID;
    const theirs = pick(this.#others, number)!;
    return [
      `/operations${QUERIES[number % QUERIES.length]}`,
      `/operations?account_id=${account}`,
      `/operations/${operation}`,
      pick(
        [
          '/positions',
          '/positions?fees=capitalised',
          '/positions?limit=1',
          `/positions?account_id=${account}`,
          '/positions/IBM/lots',
        ],
        number,
      )!,
      pick(['/cash', '/instruments', '/operations?instrument=IBM', `/cash?account_id=${account}`], number)!,
      '/accounts',
      `/accounts/${account}`,
      `/accounts/${theirs.account}`,
      `/operations/${operation}/history`,
    ];
  }

  async #compare(person: Person, path: string, step: Step): Promise<void> {
    const known = step.knows ? this.#etags.get(path) : undefined;
    const accept = { 'Accept-Encoding': step.coding, ...(known && { 'If-None-Match': known }) };
    const answer = await this.#at(person, step).get(path, accept);
    const truth = await this.#house.twin(headersOf(person, step)).get(path, { 'Accept-Encoding': 'identity' });
    const { etag, link } = truth.headers;
    if (answer.status === 304) expect([path, plain(known)]).to.deep.equal([path, etag]);
    else {
      if (answer.headers['etag']) this.#etags.set(path, answer.headers['etag']);
      expect([path, answer.status, dated(answer)]).to.deep.equal([path, truth.status, dated(truth)]);
      expect([path, plain(answer.headers['etag']), answer.headers['link']]).to.deep.equal([path, etag, link]);
    }
    for (const other of this.#others) expect(answer.text).not.to.include(other.user.id);
  }

  #at(person: Person, step: Step): Caller {
    const { apps } = this.#house;
    return apps[step.at % apps.length]!.anyone.with(headersOf(person, step));
  }
}

const pick = <T>(all: readonly T[], number: number): T | undefined => all[number % Math.max(1, all.length)];

const headersOf = ({ token, cookieHeader }: Person, { via }: Step): Record<string, string> =>
  via === 'bearer' ? { Authorization: `Bearer ${token}` } : { Cookie: cookieHeader, 'Sec-Fetch-Site': 'same-origin' };

const plain = (etag: string | undefined): string | undefined => etag?.replace(/-(?:br|gzip)"$/, '"');

/** A refusal has a ticket of its own. */
const dated = ({ text }: Answer): string => text.replace(/"request_id":"[^"]*"/, '');

function twinProperty(where: string, open: () => Promise<House & { close(): Promise<void> }>): void {
  describe(`What is answered from a cache ${where}`, () => {
    let house: Awaited<ReturnType<typeof open>>;
    let auditor: Person;

    before(async () => {
      house = await open();
      auditor = await house.apps[0]!.signedUp('auditor');
    });
    after(() => house.close());

    const seed = randomInt(2 ** 31);
    it(`is always what would be answered without it, whoever writes and reads, where, and in which order (seed ${seed})`, async () => {
      for (const all of fc.sample(scripts, { numRuns: RUNS, seed })) {
        const people = await Promise.all(all.map(() => house.apps[0]!.signedUp()));
        const lives = people.map((person, index) => {
          const others = people.filter((other) => other !== person);
          return new Life(house, person, auditor, others).play(all[index]!);
        });
        await Promise.all(lives);
      }
      const hits = (await Promise.all(house.apps.map(hitsOf))).reduce((sum, count) => sum + count, 0);
      expect(hits, 'or nothing was compared').to.be.above(100);
    }).timeout(120_000);
  });
}

async function hitsOf(app: TestApp): Promise<number> {
  const admin = await app.signedUp('admin');
  const { text } = await admin.bearer.get('/metrics');
  const lines = text.matchAll(/^blotter_cache_hits_total\{cache="(?:operation|account)[^"]*"\} (\d+)/gm);
  return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
}

twinProperty('in memory, of one process', async () => {
  const app = await startApp();
  return {
    apps: [app],
    twin: (headers) => app.anyone.with({ ...headers, 'Cache-Control': 'no-store' }),
    close: () => app.stop(),
  };
});

twinProperty('in Redis, of two processes', async () => {
  const first = await startApp({ redisUrl: testRedisUrl() });
  const { databaseUrl } = first;
  const second = await startApp({ databaseUrl, redisUrl: testRedisUrl() });
  // Its Redis never answers, so it keeps nothing.
  const alone = await startApp({ databaseUrl, redisUrl: `redis://127.0.0.1:${await freePort()}` });
  const reader = await first.signedUp();
  const isHit = async (app: TestApp) => {
    const answer = await app.anyone.get('/accounts', { Authorization: `Bearer ${reader.token}` });
    return answer.headers['cache-status'] === 'blotter; hit';
  };
  await until('both believe', async () => (await isHit(first)) && (await isHit(second)));
  return {
    apps: [first, second],
    twin: (headers) => alone.anyone.with(headers),
    async close() {
      for (const app of [alone, second, first]) await app.stop();
    },
  };
});
