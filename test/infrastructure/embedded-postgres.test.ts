import { spawn } from 'node:child_process';
import { pbkdf2 } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { postgresBinaries } from '#infrastructure/embedded-postgres/binaries.ts';
import { connect } from '#infrastructure/embedded-postgres/connect.ts';
import { launcherFor } from '#infrastructure/embedded-postgres/launcher.ts';
import { stopCluster } from '#infrastructure/embedded-postgres/stop-cluster.ts';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '#infrastructure/embedded-postgres.ts';
import { Child, killChildren } from './child.ts';
import {
  folderWithCluster,
  postmasterPid,
  rejection,
  removeTempFolders,
  runs,
  silent,
  tempFolder,
  until,
} from './temp-folder.ts';

describe('The embedded PostgreSQL', function () {
  this.timeout(60_000);
  /** With a cluster that every test leaves stopped and sound, because making one takes its time. */
  let dataDir: string;
  let directory: string;
  const opened: EmbeddedPostgres[] = [];

  before(async () => {
    dataDir = await folderWithCluster();
    directory = join(dataDir, 'postgres');
  });
  afterEach(async () => {
    await killChildren();
    await Promise.all(opened.splice(0).map((postgres) => postgres.stop()));
    await stopCluster(directory);
  });
  after(removeTempFolders);

  async function open(folder = dataDir): Promise<EmbeddedPostgres> {
    const postgres = await openEmbeddedPostgres({ dataDir: folder, log: silent });
    opened.push(postgres);
    return postgres;
  }

  async function column(url: string, text: string): Promise<unknown[]> {
    const client = await connect(url);
    try {
      const { rows } = await client.query({ text, rowMode: 'array' });
      return rows.map((row: unknown[]) => row[0]);
    } finally {
      await client.end();
    }
  }

  /** A Blotter that is writing, and has been answered a few hundred times. */
  async function aWritingBlotter(): Promise<Child> {
    const blotter = new Child('blotter-like', [dataDir]);
    await blotter.told('ready');
    blotter.tell('write');
    await until('300 rows are written', () => blotter.messages.length > 300);
    return blotter;
  }

  async function expectNothingLost(blotter: Child, url: string): Promise<void> {
    const written = blotter.messages.flatMap(({ written: id }) => (id === undefined ? [] : [id]));
    const found = new Set(await column(url, 'SELECT id FROM promises'));
    expect(written.filter((id) => !found.has(id))).to.deep.equal([]);
  }

  it('starts on an empty folder as a safe, private server, and keeps its data over a restart', async () => {
    const folder = await tempFolder();
    const postgres = await open(folder);
    expect(postgres.adopted).to.equal(false);
    expect(new URL(postgres.url).hostname).to.equal('127.0.0.1');
    const settings = {
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      data_checksums: 'on',
      server_encoding: 'UTF8',
      listen_addresses: '127.0.0.1',
      password_encryption: 'scram-sha-256',
    };
    const names = Object.keys(settings).map((name) => `current_setting('${name}')`);
    expect(await column(postgres.url, `SELECT unnest(ARRAY[${names}])`)).to.deep.equal(Object.values(settings));
    const locale = 'SELECT datlocale FROM pg_database WHERE datname = current_database()';
    expect(await column(postgres.url, locale)).to.deep.equal(['C.UTF-8']);
    const superuser = 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user';
    expect(await column(postgres.url, superuser)).to.deep.equal([false]);
    const mode = async (name: string) => (await stat(join(folder, name))).mode & 0o777;
    expect(await mode('postgres')).to.equal(0o700);
    expect(await mode('postgres-password')).to.equal(0o600);
    expect(await mode('postgres.log')).to.equal(0o600);

    await column(postgres.url, 'CREATE TABLE notes AS SELECT 7 AS id');
    await postgres.stop();
    expect(await runs(join(folder, 'postgres'))).to.equal(false);
    const again = await open(folder);
    expect(again.adopted).to.equal(false);
    expect(await column(again.url, 'SELECT id FROM notes')).to.deep.equal([7]);
  });

  it('survives a kill -9 of Blotter: the next one goes on with it, and nothing acknowledged is lost', async () => {
    const blotter = await aWritingBlotter();
    const pid = await postmasterPid(directory);
    await blotter.kill();
    const postgres = await open();
    expect(postgres.adopted).to.equal(true);
    expect(await postmasterPid(directory)).to.equal(pid);
    await expectNothingLost(blotter, postgres.url);
    await postgres.stop();
    expect(await runs(directory)).to.equal(false);
  });

  it('comes up after a kill -9 of Blotter and of PostgreSQL, and nothing acknowledged is lost', async () => {
    const blotter = await aWritingBlotter();
    const pid = await postmasterPid(directory);
    // In this order, as a living Blotter brings its PostgreSQL back.
    await blotter.kill();
    process.kill(pid, 'SIGKILL');
    const postgres = await open();
    expect(postgres.adopted).to.equal(false);
    await expectNothingLost(blotter, postgres.url);
  });

  it('is not hurt by Ctrl-C in the terminal of Blotter', async () => {
    const blotter = new Child('blotter-like', [dataDir]);
    await blotter.told('ready');
    blotter.signalGroup('SIGINT');
    expect(await blotter.exited()).to.equal('SIGINT');
    expect((await open()).adopted).to.equal(true);
  });

  it('brings back, at the same address, a server that died while Blotter lives', async () => {
    const postgres = await open();
    const pid = await postmasterPid(directory);
    process.kill(pid, 'SIGKILL');
    await until('another server answers at the same address', () =>
      column(postgres.url, 'SELECT 1').then(
        async () => (await postmasterPid(directory)) !== pid,
        () => false,
      ),
    );
    await postgres.stop();
    expect(await runs(directory)).to.equal(false);
  });

  it('waits for what is left of a killed server before it starts another', async () => {
    const blotter = new Child('blotter-like', [dataDir]);
    const { url } = await blotter.told('ready');
    const client = await connect(String(url));
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const backend = rows[0]?.pid ?? 0;
    const log = join(dataDir, 'postgres.log');
    const { size } = await stat(log);
    process.kill(backend, 'SIGSTOP');
    process.kill(await postmasterPid(directory), 'SIGKILL');
    await blotter.kill();
    const opening = open();
    try {
      await until('PostgreSQL refuses to start beside it', async () => {
        return (await readFile(log)).subarray(size).includes('still in use');
      });
    } finally {
      process.kill(backend, 'SIGKILL');
      await client.end();
    }
    expect((await opening).adopted).to.equal(false);
  });

  it('keeps running for the others until the last one stops it', async () => {
    const postgres = await open();
    const command = await open();
    expect(command.adopted).to.equal(true);
    expect(command.url).to.equal(postgres.url);
    await command.stop();
    expect(await column(postgres.url, 'SELECT 1')).to.deep.equal([1]);
    const blotter = new Child('blotter-like', [dataDir]);
    await blotter.told('ready');
    await postgres.stop();
    expect(await runs(directory)).to.equal(true);
    blotter.tell('stop');
    expect(await blotter.exited()).to.equal(0);
    expect(await runs(directory)).to.equal(false);
  });

  it('comes up for a newcomer who arrives while the last one stops it', async () => {
    let current = await open();
    for (let round = 0; round < 5; round += 1) {
      const [next] = await Promise.all([open(), current.stop()]);
      expect(await column(next.url, 'SELECT 1')).to.deep.equal([1]);
      current = next;
    }
  });

  it('is stopped by one of many that leave at once', async () => {
    const users = await Promise.all(Array.from({ length: 8 }, () => open()));
    await Promise.all(users.map((postgres) => postgres.stop()));
    expect(await runs(directory)).to.equal(false);
  });

  describe('finding a stale postmaster.pid', () => {
    /** What a container leaves that was killed: the lock file of a server that is gone, whose pid somebody else gets next. */
    async function expectStartAfter(pid: number | undefined): Promise<void> {
      const before = await open();
      const file = join(directory, 'postmaster.pid');
      const [, ...lines] = (await readFile(file, 'utf8')).split('\n');
      await before.stop();
      await writeFile(file, [pid, ...lines].join('\n'));
      await expectStart();
    }

    async function expectStart(): Promise<void> {
      const postgres = await open();
      expect(postgres.adopted).to.equal(false);
      expect(await column(postgres.url, 'SELECT 1')).to.deep.equal([1]);
    }

    it('starts when Blotter has the pid now', async () => {
      await expectStartAfter(process.pid);
    });

    it('starts when another program of the same user has the pid now', async () => {
      // PostgreSQL by itself takes every living process of its user for a server.
      const { file, args, options } = (await launcherFor(directory, await postgresBinaries(), silent)).command(
        'sleep',
        ['600'],
      );
      const sleeper = spawn(file, args, options);
      try {
        await expectStartAfter(sleeper.pid);
      } finally {
        sleeper.kill('SIGKILL');
      }
    });

    it('starts when nobody has the pid', async () => {
      const gone = spawn(process.execPath, ['--version']);
      await once(gone, 'exit');
      await expectStartAfter(gone.pid);
    });

    it('starts when a crash left the file empty', async () => {
      const file = join(directory, 'postmaster.pid');
      await writeFile(file, '');
      await utimes(file, 0, 0);
      await expectStart();
    });
  });

  it('forgets a first start that was killed', async () => {
    const folder = await tempFolder();
    const drafts = async () => (await readdir(folder)).filter((name) => name.startsWith('postgres.new-'));
    const blotter = new Child('blotter-like', [folder]);
    await until('initdb is at work', async () => {
      const [draft] = await drafts();
      return draft !== undefined && (await readdir(join(folder, draft))).length > 0;
    });
    await blotter.kill();
    expect(await drafts()).to.have.length(1);
    const ofTheLiving = `postgres.new-${process.pid}-0badcafe`;
    await mkdir(join(folder, ofTheLiving));
    const postgres = await open(folder);
    expect(await column(postgres.url, 'SELECT 1')).to.deep.equal([1]);
    expect(await drafts()).to.deep.equal([ofTheLiving]);
  });

  it('says which files do not belong together when the password is another one', async () => {
    const file = join(dataDir, 'postgres-password');
    await rename(file, `${file}.right`);
    const error = await rejection(open());
    await rename(`${file}.right`, file);
    expect(error.message).to.match(/refuses the password in .*postgres-password/);
  });

  it('refuses a folder in which something else is in the way, and leaves it alone', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'postgres'));
    await writeFile(join(folder, 'postgres', 'holiday.jpg'), 'beach');
    const error = await rejection(open(folder));
    expect(error.message).to.match(/is in the way of the database/);
    expect(await readdir(join(folder, 'postgres'))).to.deep.equal(['holiday.jpg']);
  });

  async function rejectionWithoutControlFile(): Promise<Error> {
    const file = join(directory, 'global', 'pg_control');
    await rename(file, `${file}.right`);
    const error = await rejection(open());
    await rename(`${file}.right`, file);
    return error;
  }

  it('says what PostgreSQL said when that does not start', async () => {
    expect((await rejectionWithoutControlFile()).message).to.match(/PostgreSQL did not start.*pg_control/s);
  });

  it('says it too when the threads for files are so busy that PostgreSQL has ended before its log is closed', async () => {
    let busy = true;
    const work = () => {
      pbkdf2('password', 'salt', 60_000, 64, 'sha512', () => {
        if (busy) work();
      });
    };
    for (let thread = 0; thread < 8; thread += 1) work();
    try {
      expect((await rejectionWithoutControlFile()).message).to.match(/PostgreSQL did not start.*pg_control/s);
    } finally {
      busy = false;
    }
  });

  it('moves a log that has grown too large out of the way', async () => {
    const file = join(dataDir, 'postgres.log');
    const size = 6 * 1024 * 1024;
    await writeFile(file, Buffer.alloc(size, 'x'));
    await open();
    expect((await stat(file)).size).to.be.below(10_000);
    expect((await stat(`${file}.1`)).size).to.equal(size);
  });
});
