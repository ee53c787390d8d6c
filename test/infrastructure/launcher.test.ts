import { execFile } from 'node:child_process';
import { chmod, chown, cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { postgresBinaries } from '#infrastructure/embedded-postgres/binaries.ts';
import { type Launcher, launcherFor } from '#infrastructure/embedded-postgres/launcher.ts';
import { openEmbeddedPostgres } from '#infrastructure/embedded-postgres.ts';
import { Child, killChildren } from './child.ts';
import { folderWithCluster, removeTempFolders, silent, tempFolder } from './temp-folder.ts';

const asRoot = process.getuid?.() === 0;

describe('Running PostgreSQL as whom it accepts', function () {
  this.timeout(60_000);
  afterEach(killChildren);
  after(removeTempFolders);

  /** What a program of PostgreSQL prints when it is run so. */
  async function run(launcher: Launcher, program: string, args: string[]): Promise<string> {
    const { file, args: all, options } = launcher.command(program, args);
    return (await promisify(execFile)(file, all, options)).stdout;
  }

  it('is never as root', async () => {
    const launcher = await launcherFor('/nonexistent', await postgresBinaries(), silent);
    const uid = Number(await run(launcher, 'id', ['-u']));
    expect(uid).not.to.equal(0);
    expect(launcher.account?.uid).to.equal(asRoot ? uid : undefined);
  });

  it('works from a checkout in a folder that only its owner may enter', async () => {
    const { initdb } = await postgresBinaries();
    const closed = await tempFolder(0o700);
    await cp(dirname(dirname(initdb)), join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
    const bin = join(closed, 'native', 'bin');
    const binaries = { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
    await chmod(binaries.postgres, 0o700);
    const data = join(closed, 'postgres');
    const launcher = await launcherFor(data, binaries, silent);
    await mkdir(data);
    if (launcher.account !== undefined) await chown(data, launcher.account.uid, launcher.account.gid);
    const args = ['-D', data, '--username=postgres', '--auth=reject', '--no-sync'];
    expect(await run(launcher, binaries.initdb, args)).to.match(/Success/);
  });

  it('works with the data in a folder that only its owner may enter', async () => {
    const dataDir = await tempFolder(0o700);
    const postgres = await openEmbeddedPostgres({ dataDir, log: silent });
    await postgres.stop();
  });

  it('is as the ordinary user who runs Blotter', async () => {
    const dataDir = await folderWithCluster();
    // As root, somebody ordinary is the owner of the cluster; he must own the rest of the data folder as well then.
    const launcher = await launcherFor(join(dataDir, 'postgres'), await postgresBinaries(), silent);
    const { uid } = launcher.account ?? { uid: process.getuid?.() };
    await promisify(execFile)('chown', ['-R', String(uid), dataDir]);
    const blotter = new Child('blotter-like', [dataDir], launcher);
    expect((await blotter.told('ready'))['uid']).to.equal(uid);
    blotter.tell('stop');
    expect(await blotter.exited()).to.equal(0);
  });

  it('goes on with a cluster that root copied back', async () => {
    const dataDir = await folderWithCluster();
    await promisify(execFile)('chown', ['-R', String(process.getuid?.()), dataDir]);
    const postgres = await openEmbeddedPostgres({ dataDir, log: silent });
    await postgres.stop();
  });
});
