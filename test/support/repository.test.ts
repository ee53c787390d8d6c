import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { runIn } from './planted-repository.ts';
import { repository } from './repository.ts';

const { scripts } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as {
  scripts: { check: string };
};

/** Each command of `npm run check`, so that whoever only runs the tests proves them too. */
describe('This repository passes', function () {
  this.timeout(120_000);

  for (const command of scripts.check.split(' && ')) {
    it(`\`${command}\``, async () => {
      const { code, output } = await runIn(repository, command);
      expect(code, output).to.equal(0);
    });
  }
});
