import { expect } from 'chai';
import { testRedisUrl } from '#test/support/redis.ts';
import { type Nginx, startNginx } from '#test/support/services/nginx.ts';
import { type RawAnswer, rawGet } from './support/raw-get.ts';
import { type CarelessOrigin, startCarelessOrigin } from './support/shared-proxy/careless-origin.ts';
import { Judge } from './support/shared-proxy/judge.ts';
import { type Member, newMember } from './support/shared-proxy/member.ts';
import { PUBLIC_PATHS } from './support/shared-proxy/public-paths.ts';
import { letThemAsk } from './support/shared-proxy/traffic.ts';
import { startApp, type TestApp } from './support/start-app.ts';

const seed = Number(process.env['PROXY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const again = `The same requests again: PROXY_SEED=${seed}.`;

const newMembers = (app: TestApp): Promise<readonly Member[]> =>
  Promise.all([newMember(app, 'Ada', 'user'), newMember(app, 'Bea', 'user'), newMember(app, 'Cyd', 'auditor')]);

/** The paths of what the proxy has on its disk. */
const pathsKept = async (nginx: Nginx): Promise<readonly string[]> => {
  const paths = (await nginx.kept()).map(({ key }) => key.replace(/^http:\/\/[^/]+/, ''));
  return [...new Set(paths)].sort();
};

/** What it has there of these people. */
const tracesKept = async (nginx: Nginx, members: readonly Member[]): Promise<readonly string[]> => {
  const kept = (await nginx.kept()).map(({ key, head, content }) => `${key}\n${head}\n${content}`);
  return members.flatMap(({ traces }) => traces.filter((trace) => kept.some((text) => text.includes(trace))));
};

for (const [where, redisUrl, requests] of [
  ['in memory', undefined, 2_000],
  ['in Redis', testRedisUrl, 3_000],
] as const) {
  describe(`A proxy cache that all share, before a service that keeps its answers ${where},`, () => {
    let app: TestApp;
    let nginx: Nginx;
    let members: readonly Member[];
    let judge: Judge;

    before(async function () {
      this.timeout(90_000);
      app = await startApp({ trustProxy: ['127.0.0.1'], ...(redisUrl && { redisUrl: redisUrl() }) });
      nginx = await startNginx(app.port);
      members = await newMembers(app);
      judge = new Judge(members);
      await letThemAsk({ url: nginx.url, members, judge, seed, requests });
    });
    after(async () => {
      await nginx.stop();
      await app.stop();
    });

    it('shows nobody what is somebody else’s, and everybody their own', () => {
      expect(judge.faults.told, again).to.deep.equal([]);
      expect(judge.ownSeen, again).to.be.above(requests / 5);
    });

    it('answers nothing by itself that depends on who asks', () => {
      expect(judge.faults.kept, again).to.deep.equal([]);
    });

    it('lets everybody read what they may, and nobody what they may not', () => {
      expect(judge.faults.refused, again).to.deep.equal([]);
    });

    it('shows everybody at once what they have just written', () => {
      expect(judge.faults.stale, again).to.deep.equal([]);
      expect(judge.written, again).to.be.above(requests / 50);
    });

    it('answers by itself what depends on nobody', () => {
      for (const path of PUBLIC_PATHS) expect(judge.hits.get(path), `${path}. ${again}`).to.be.above(0);
    });

    it('has that on its disk, and nothing else', async () => {
      expect(await pathsKept(nginx), again).to.deep.equal([...PUBLIC_PATHS].sort());
      expect(await tracesKept(nginx, members), again).to.deep.equal([]);
    });

    it('hands it on as it was for everybody', () => {
      expect(judge.faults.garbled, again).to.deep.equal([]);
    });

    it('hands it on byte for byte, in each coding', async () => {
      const told = ({ status, headers }: RawAnswer) => [
        status,
        headers['content-encoding'],
        headers['content-type'],
        headers['content-length'],
        headers['cache-control'],
        headers.vary,
        headers.etag,
        headers['last-modified'],
      ];
      // Another one, which has nothing yet.
      const empty = await startNginx(app.port);
      for (const path of PUBLIC_PATHS)
        for (const coding of ['identity', 'gzip', 'br']) {
          const accept = { 'Accept-Encoding': coding };
          const origin = await rawGet(`${app.origin}${path}`, accept);
          for (const outcome of ['MISS', 'HIT']) {
            const answer = await rawGet(`${empty.url}${path}`, accept);
            const isKeptInOne = coding !== 'identity' && origin.headers.vary === undefined;
            const expected = isKeptInOne ? 'HIT' : outcome;
            expect([path, coding, answer.headers['x-proxy-cache']]).to.deep.equal([path, coding, expected]);
            expect([path, coding, ...told(answer)]).to.deep.equal([path, coding, ...told(origin)]);
            expect(answer.bytes.equals(origin.bytes), `${path} in ${coding}`).to.equal(true);
          }
        }
      await empty.stop();
    });
  });
}

describe('The same proxy cache, before a service that calls private answers public,', () => {
  let app: TestApp;
  let origin: CarelessOrigin;
  let nginx: Nginx;
  let members: readonly Member[];
  let judge: Judge;

  before(async function () {
    this.timeout(30_000);
    app = await startApp();
    origin = await startCarelessOrigin(app);
    nginx = await startNginx(origin.port);
    members = await newMembers(app);
    judge = new Judge(members);
    await letThemAsk({ url: nginx.url, members, judge, seed: 1, requests: 500 });
  });
  after(async () => {
    await nginx.stop();
    await origin.stop();
    await app.stop();
  });

  it('is found to show people, and strangers too, what is somebody else’s', () => {
    const { told } = judge.faults;
    for (const { name } of members)
      expect(told.filter((fault) => fault.startsWith(`${name}: `) && !fault.endsWith(` of ${name}`))).not.to.be.empty;
    expect(told.filter((fault) => fault.startsWith('a stranger: '))).not.to.be.empty;
  });

  it('is found to answer by itself what depends on who asks', () => {
    expect(judge.faults.kept).not.to.be.empty;
  });

  it('is found to let in who may not', () => {
    expect(judge.faults.refused.filter((fault) => /^a stranger: GET .* → 200/.test(fault))).not.to.be.empty;
  });

  it('is found to show what was, after it was written anew', () => {
    expect(judge.faults.stale).not.to.be.empty;
  });

  it('is found to have it on its disk', async () => {
    expect(await pathsKept(nginx)).to.include('/api/v1/operations');
    expect(await tracesKept(nginx, members)).to.include.members(members.map(({ mark }) => mark));
  });
});
