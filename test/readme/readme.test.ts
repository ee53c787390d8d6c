import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { envExample, withConfigTable } from '#infrastructure/config-docs.ts';
import { freePort } from '#test/support/free-port.ts';
import { repository } from '#test/support/repository.ts';
import { answers, freshClone, removeClone, startTyping, type Typing, typed } from './fresh-clone.ts';

const read = (name: string): Promise<string> => readFile(join(repository, name), 'utf8');

/** Every fenced `sh` block, without the indent of the list that it stands in. */
const blocksOf = (readme: string): string[] =>
  [...readme.matchAll(/^( *)```sh\n(.*?)^\1```$/gms)].map(([, indent = '', block = '']) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );

describe('The README', () => {
  it('shows the settings as the code knows them', async () => {
    const readme = await read('README.md');
    expect(withConfigTable(readme)).to.equal(readme);
    expect(await read('.env.example')).to.equal(envExample());
  });

  describe('typed by a stranger on a fresh clone', () => {
    let folder: string;
    let blocks: string[];
    let environment: NodeJS.ProcessEnv;
    let blotter: Typing | undefined;

    before(async function () {
      this.timeout(60_000);
      blocks = blocksOf(await read('README.md'));
      folder = await freshClone();
      const port = await freePort();
      const { DATABASE_URL: _url, REDIS_URL: _redis, ...rest } = process.env;
      environment = {
        ...rest,
        PORT: String(port),
        BLOTTER: `http://localhost:${port}`,
        DATA_DIR: join(folder, '.data'),
      };
    });

    after(async function () {
      this.timeout(60_000);
      await blotter?.stop();
      await removeClone(folder);
    });

    it('the first command installs and starts Blotter', async function () {
      this.timeout(300_000);
      expect(blocks[0]).to.equal('npm ci && npm start\n');
      blotter = startTyping(folder, blocks[0] ?? '', environment);
      await answers(`${environment['BLOTTER']}/readyz`, blotter);
    });

    it('the tour registers, signs in both ways, records a thousand operations, pages, edits, deletes and reads history', async function () {
      this.timeout(300_000);
      const tour = blocks.slice(1, -1).join('\n');
      const { code, output } = await typed(folder, tour, environment);
      expect(code, output).to.equal(0);
      expect(output).to.match(/200\n200\n200\n200\n200\n1\n/);
      expect(output).to.contain('"action":"deleted"').and.to.contain('Created admin admin@example.com');
      expect(output).to.contain('Restored, and every table has the rows of the backup.');
      expect(output).to.match(/^applied {2}\d{4}-\d{2}-\d{2}T\d{2}-\d{2}_create-users/m);
    });

    it('the start has told how to make the first admin, as the tour does', () => {
      const said = blotter?.output();
      expect(said).to.contain('there is no admin yet');
      const command = /"command":"npm run (blotter -- user create --email )\S+ (--role admin)"/.exec(said ?? '');
      for (const part of command?.slice(1) ?? ['no command']) expect(blocks.join('')).to.contain(part);
    });

    it('the last command installs and runs the tests', async function () {
      this.timeout(300_000);
      await blotter?.stop();
      expect(blocks.at(-1)).to.equal('npm ci && npm test\n');
      // The whole of it is what runs this very test: here it is the domain's.
      const { code, output } = await typed(folder, blocks.at(-1) ?? '', { ...environment, TEST_FILES: 'test/domain' });
      expect(code, output).to.equal(0);
      expect(output).to.match(/^\d+ passed, 0 failed, 0 skipped\n*$/m);
    });
  });
});
