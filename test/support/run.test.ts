import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { repository } from './repository.ts';

/** What a planted test saw: where the services of its run are. */
interface Surroundings {
  readonly pid: number;
  readonly database: string;
  readonly redis: string;
  readonly temporary: string;
  /** Of an embedded PostgreSQL that the test itself started. */
  readonly own: string;
}

describe('`npm test`', function () {
  this.timeout(90_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'planted-'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  });
  after(() => rm(folder, { recursive: true }));

  async function plant(name: string, content: string): Promise<string> {
    const file = join(folder, `${name}.test.ts`);
    await writeFile(file, content);
    return file;
  }

  function start(args: readonly string[]): ChildProcess {
    const program = join(repository, 'test', 'support', 'run.ts');
    // Without the address of the Redis of the outer run, so that the inner one has its own.
    const { TEST_REDIS_URL: _outer, ...env } = process.env;
    return spawn(process.execPath, [program, ...args], { cwd: repository, env, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  async function run(args: readonly string[]): Promise<{ code: number; lines: string[]; errors: string }> {
    const child = start(args);
    const [output, errors, [code]] = await Promise.all([
      text(child.stdout!),
      text(child.stderr!),
      once(child, 'exit') as Promise<[number]>,
    ]);
    return { code, lines: output.trimEnd().split('\n'), errors };
  }

  it('ends with the totals of all files, and names a file without a test', async () => {
    const good = await plant('good', "it('good', () => {});");
    const mixed = await plant('mixed', "it('bad', () => { throw new Error(); }); it('good', () => {}); it('pending');");
    const empty = await plant('empty', '');
    const { code, lines, errors } = await run([good, mixed, empty]);
    expect(errors).to.match(/empty\.test\.ts: no test of it ran\./);
    expect(lines.at(-1), errors).to.equal('2 passed, 2 failed, 1 skipped');
    expect(code).to.equal(1);
  });

  it('fails when no test has the title that is asked for', async () => {
    const { code, lines, errors } = await run([await plant('good', "it('good', () => {});"), '--grep', 'better']);
    expect(errors).to.match(/No test ran\./);
    expect(lines.at(-1), errors).to.equal('0 passed, 1 failed, 0 skipped');
    expect(code).to.equal(1);
  });

  it('refuses an option that it does not know', async () => {
    const { code, lines, errors } = await run(['--watch']);
    expect(errors).to.match(/Unknown option '--watch'/);
    expect(lines.at(-1), errors).to.equal('0 passed, 1 failed, 0 skipped');
    expect(code).to.equal(1);
  });

  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGKILL', null],
  ] as const) {
    it(`leaves nothing behind after ${signal}`, async () => {
      const report = join(folder, `${signal}.json`);
      const child = start([await plant('lasting', lasting(report))]);
      const ended = once(child, 'exit');
      const { pid, database, redis, temporary, own } = await eventually(async () => {
        return JSON.parse(await readFile(report, 'utf8')) as Surroundings;
      });
      child.kill(signal);
      expect((await ended)[0]).to.equal(code);
      await eventually(async () => {
        expect(await listens(database), 'PostgreSQL').to.equal(false);
        expect(await listens(redis), 'Redis').to.equal(false);
        expect(await listens(own), 'a PostgreSQL of the tests').to.equal(false);
        expect(isAlive(pid), 'the tests').to.equal(false);
        expect(await stat(temporary).catch(() => 'gone'), 'their folder').to.equal('gone');
      });
    });
  }
});

/** A test that starts a PostgreSQL, tells where it runs, then does not end. */
function lasting(report: string): string {
  return `
    import { renameSync, writeFileSync } from 'node:fs';
    import { tmpdir } from 'node:os';
    import { openEmbeddedPostgres } from '${join(repository, 'src', 'infrastructure', 'embedded-postgres.ts')}';
    it('lasts', async function () {
      this.timeout(0);
      const { TEST_DATABASE_URL: database, TEST_REDIS_URL: redis } = process.env;
      const log = { info() {}, warn() {} };
      const { url: own } = await openEmbeddedPostgres({ dataDir: tmpdir() + '/data', log });
      writeFileSync('${report}.new', JSON.stringify({ pid: process.pid, database, redis, temporary: tmpdir(), own }));
      renameSync('${report}.new', '${report}');
      await new Promise((resolve) => setTimeout(resolve, 600_000));
    });`;
}

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await sleep(50);
    }
  }
}

async function listens(url: string): Promise<boolean> {
  const socket = createConnection(Number(new URL(url).port), '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
