import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { freePort } from '#test/support/free-port.ts';
import { repository } from '#test/support/repository.ts';

describe('A command', () => {
  it('does not wait for a database that is not there: it says so and ends', async () => {
    const databaseUrl = `postgres://nobody@127.0.0.1:${await freePort()}/nothing`;
    const program = join(repository, 'src/infrastructure/cli.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'jobs', 'failed'], {
      cwd: repository,
      env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl },
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect([status, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.match(/ECONNREFUSED/);
  }).timeout(25_000);
});
