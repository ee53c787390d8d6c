import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { makeDataFolder, secretFromDataFolder } from '#infrastructure/data-folder.ts';
import { Child, killChildren } from './child.ts';
import { rejection, removeTempFolders, tempFolder } from './temp-folder.ts';

describe('The data folder', function () {
  this.timeout(60_000);
  afterEach(killChildren);
  after(removeTempFolders);

  it('is closed to others when it is new, but for a passage as root', async () => {
    const folder = await makeDataFolder(join(await tempFolder(), 'deep', '.data'));
    expect((await stat(folder)).mode & 0o777).to.equal(process.getuid?.() === 0 ? 0o711 : 0o700);
  });

  it('keeps the mode that its owner gave it', async () => {
    const folder = await tempFolder(0o750);
    await makeDataFolder(folder);
    expect((await stat(folder)).mode & 0o777).to.equal(0o750);
  });

  it('keeps one secret for ever, of 256 bits, in a file that only its owner reads', async () => {
    const folder = await tempFolder();
    const secret = await secretFromDataFolder(folder, 'session-secret');
    expect(Buffer.from(secret, 'base64url')).to.have.length(32);
    expect(await secretFromDataFolder(folder, 'session-secret')).to.equal(secret);
    expect(await secretFromDataFolder(folder, 'other-secret')).not.to.equal(secret);
    expect((await stat(join(folder, 'session-secret'))).mode & 0o777).to.equal(0o600);
  });

  it('gives racing processes the same secret and leaves nothing else behind', async () => {
    const folder = await tempFolder();
    const children = Array.from({ length: 4 }, () => new Child('secret', [folder, 'session-secret']));
    const told = await Promise.all(children.map(async (child) => (await child.told('secret'))['secret']));
    expect(new Set(told).size).to.equal(1);
    await Promise.all(children.map((child) => child.exited()));
    expect(await readdir(folder)).to.deep.equal(['session-secret']);
  });

  it('gives the same secret to all who ask for it a little later than the first', async () => {
    const folder = await tempFolder();
    for (let round = 0; round < 30; round += 1) {
      const askers = Array.from({ length: 8 }, async (_, delay) => {
        for (let turn = 0; turn < delay; turn += 1) await nextTurn();
        return await secretFromDataFolder(folder, `secret-${round}`);
      });
      expect(new Set(await Promise.all(askers)).size).to.equal(1);
    }
  });

  it('closes a secret that others could read', async () => {
    const folder = await tempFolder();
    const secret = await secretFromDataFolder(folder, 'session-secret');
    await chmod(join(folder, 'session-secret'), 0o644);
    expect(await secretFromDataFolder(folder, 'session-secret')).to.equal(secret);
    expect((await stat(join(folder, 'session-secret'))).mode & 0o777).to.equal(0o600);
  });

  it('refuses a secret that was cut off', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'session-secret'), 'abc\n');
    const error = await rejection(secretFromDataFolder(folder, 'session-secret'));
    expect(error.message).to.match(/session-secret is damaged/);
  });
});
