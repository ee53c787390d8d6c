import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Client } from 'pg';
import { claimDataFolder } from '#infrastructure/embedded-postgres/claim-data-folder.ts';
import { connect } from '#infrastructure/embedded-postgres/connect.ts';
import { stopCluster } from '#infrastructure/embedded-postgres/stop-cluster.ts';
import { openEmbeddedPostgres } from '#infrastructure/embedded-postgres.ts';
import { Child, killChildren } from './child.ts';
import { folderWithCluster, rejection, removeTempFolders, runs, silent, tempFolder, until } from './temp-folder.ts';

const serverLock = 'pg_advisory_lock(1114402676, 2)';

describe('The claim of a data folder', function () {
  this.timeout(60_000);
  let dataDir: string;
  /** What a test leaves, also a failed one; undone in reverse. */
  const undo: (() => Promise<void>)[] = [];

  before(async () => {
    dataDir = await folderWithCluster();
  });
  afterEach(async () => {
    await killChildren();
    for (const step of undo.splice(0).reverse()) await step();
  });
  after(removeTempFolders);

  async function open(): Promise<string> {
    const postgres = await openEmbeddedPostgres({ dataDir, log: silent });
    undo.push(() => postgres.stop());
    return postgres.url;
  }

  async function claim(url: string, onLost: (error: Error) => void = () => {}): Promise<() => Promise<void>> {
    const release = await claimDataFolder({ url, dataDir, onLost });
    undo.push(release);
    return release;
  }

  async function connection(url: string): Promise<Client> {
    const client = await connect(url);
    undo.push(() => client.end());
    return client;
  }

  const sentence = (pid: unknown) =>
    `Another Blotter (pid ${pid}) already uses the data folder ${dataDir}. Stop it, or give this one its own DATA_DIR.`;

  it('is refused with one clear sentence while another Blotter has it, and free after that one is killed', async () => {
    const url = await open();
    const release = await claim(url);
    const second = new Child('blotter-like', [dataDir]);
    expect((await second.told('refused'))['refused']).to.equal(sentence(process.pid));
    expect(await second.exited()).to.equal(0);
    expect(await runs(join(dataDir, 'postgres'))).to.equal(true);
    expect((await rejection(claim(url))).message).to.equal(sentence(process.pid));
    await release();

    const third = new Child('blotter-like', [dataDir]);
    await third.told('ready');
    expect((await rejection(claim(url))).message).to.match(/^Another Blotter \(pid \d+\)/);
    await third.kill();
    await claim(url);
  });

  it('waits for the connection of a dead Blotter to end', async () => {
    const url = await open();
    const dead = spawn(process.execPath, ['--version']);
    await once(dead, 'exit');
    const remains = await connection(url);
    await remains.query(`SET application_name = 'blotter pid=${dead.pid}'; SELECT ${serverLock}`);
    const outcome = claim(url).then(
      () => 'claimed',
      (error: Error) => error.message,
    );
    const observer = await connection(url);
    await until('the claim has looked who holds the lock', async () => {
      const looks = "SELECT FROM pg_stat_activity WHERE query LIKE '%pg_locks JOIN%' AND pid <> pg_backend_pid()";
      return (await observer.query(looks)).rows.length > 0;
    });
    await remains.end();
    expect(await outcome).to.equal('claimed');
  });

  it('goes to exactly one of two Blotters that start at once on an empty folder', async () => {
    const folder = await tempFolder();
    const both = [new Child('blotter-like', [folder]), new Child('blotter-like', [folder])];
    await until('both have said how it went', () => both.every((child) => child.messages.length > 0));
    const [winner] = both.filter((child) => 'ready' in (child.messages[0] ?? {}));
    const [loser] = both.filter((child) => 'refused' in (child.messages[0] ?? {}));
    expect(loser?.messages[0]?.['refused']).to.match(/^Another Blotter \(pid \d+\) already uses the data folder/);
    expect(await loser?.exited()).to.equal(0);
    winner?.tell('write');
    await winner?.told('written');
    winner?.tell('stop');
    expect(await winner?.exited()).to.equal(0);
    expect(await runs(join(folder, 'postgres'))).to.equal(false);
  });

  it('is taken again by itself after a restart of the database', async () => {
    const url = await open();
    const lost: Error[] = [];
    await claim(url, (error) => lost.push(error));
    await stopCluster(join(dataDir, 'postgres'));
    await until('a second claim is refused again', async () => {
      const outcome = await claim(url).catch((error: Error) => error.message);
      // In the moment before the first one is back the second one may get it; then it gives it back.
      if (typeof outcome === 'function') await outcome();
      return outcome === sentence(process.pid);
    });
    expect(lost).to.deep.equal([]);
  });

  it('is lost when another Blotter comes first after that, and its holder is told so', async () => {
    const url = await open();
    const lost: Error[] = [];
    await claim(url, (error) => lost.push(error));
    const other = await connection(url);
    await other.query("SET application_name = 'blotter pid=1'");
    const theirs = other.query(`SELECT ${serverLock}`);
    const observer = await connection(url);
    await until('the other one waits for the lock', async () => {
      const { rows } = await observer.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
      return rows.length === 1;
    });
    await observer.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 2 AND granted`,
    );
    await theirs;
    await until('the loss is told', () => lost.length > 0);
    expect(lost.map(({ message }) => message)).to.deep.equal([sentence(1)]);
  });
});
