import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError, loadConfig, variables } from '#infrastructure/config.ts';

const SECRET = 'a secret of at least thirty-two characters';
const DATABASE_URL = 'postgres://blotter@db/blotter';

function problemsOf(environment: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig({ serves: true }, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('The configuration', () => {
  it('is complete without a single variable', () => {
    const config = loadConfig({ serves: true }, {});
    expect(config).to.include({ host: '127.0.0.1', port: 3000, databaseUrl: undefined, redisUrl: undefined });
  });

  it('counts an empty variable as absent', () => {
    expect(loadConfig({ serves: true }, { PORT: '', DATABASE_URL: '' }).port).to.equal(3000);
  });

  it('prints every problem at once, each with the purpose of its variable', () => {
    const problems = problemsOf({
      PORT: '70000',
      REDIS_URL: 'http://redis',
      LOG_LEVEL: 'loud',
      DATABASE_URL,
      PUBLIC_URL: 'https://blotter.example/app',
    });
    const names = ['PORT', 'REDIS_URL', 'LOG_LEVEL', 'SESSION_SECRET', 'PUBLIC_URL'] as const;
    expect(problems).to.have.length(names.length);
    for (const name of names)
      expect(problems.find((problem) => problem.startsWith(name))).to.contain(variables[name].purpose);
  });

  it('refuses a short secret once, and wants one only of a process that serves', () => {
    expect(problemsOf({ DATABASE_URL, SESSION_SECRET: 'short' })).to.have.length(1);
    expect(problemsOf({ DATABASE_URL, SESSION_SECRET: SECRET })).to.deep.equal([]);
    expect(loadConfig({ serves: false }, { DATABASE_URL }).databaseUrl).to.equal(DATABASE_URL);
  });

  it('believes only proxies that it can tell apart', () => {
    const trusted = 'loopback, 10.0.0.0/8,2001:db8::/32 , 192.0.2.7';
    expect(loadConfig({ serves: true }, { TRUST_PROXY: trusted }).trustProxy).to.deep.equal([
      'loopback',
      '10.0.0.0/8',
      '2001:db8::/32',
      '192.0.2.7',
    ]);
    for (const text of ['true', '*', '1', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/8/8', 'proxy.example', '10.1'])
      expect(problemsOf({ TRUST_PROXY: `loopback,${text}` }), text).to.have.length(1);
  });

  it('never shows the value of a secret in its problems', () => {
    expect(problemsOf({ DATABASE_URL: 'mysql://root:hunter2@db', SESSION_SECRET: 'hunter2' }).join()).not.to.contain(
      'hunter2',
    );
  });

  describe('with secrets in files', () => {
    let folder: string;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'config-'));
      await writeFile(join(folder, 'secret'), `${SECRET}\n`);
    });
    after(() => rm(folder, { recursive: true }));

    it('reads NAME_FILE, and NAME wins over it', () => {
      const SESSION_SECRET_FILE = join(folder, 'secret');
      expect(loadConfig({ serves: true }, { DATABASE_URL, SESSION_SECRET_FILE }).sessionSecret).to.equal(SECRET);
      const both = { DATABASE_URL, SESSION_SECRET_FILE, SESSION_SECRET: SECRET.toUpperCase() };
      expect(loadConfig({ serves: true }, both).sessionSecret).to.equal(SECRET.toUpperCase());
    });

    it('says which file it cannot read', () => {
      const [problem] = problemsOf({ DATABASE_URL, SESSION_SECRET_FILE: join(folder, 'absent') });
      expect(problem).to.match(/^SESSION_SECRET_FILE cannot be read/);
    });

    it('takes no file for what is no secret', () => {
      expect(loadConfig({ serves: true }, { PORT_FILE: join(folder, 'secret') }).port).to.equal(3000);
    });
  });
});
