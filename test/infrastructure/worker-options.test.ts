import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { queuesOf } from '#infrastructure/worker-options.ts';
import { repository } from '#test/support/repository.ts';

const run = promisify(execFile);

describe('The options of a worker', () => {
  const queues = (...args: string[]) => queuesOf(['node', 'worker.ts', ...args]);

  it('are all queues, five jobs of each at once, when nothing is said', () => {
    expect(queues()).to.deep.equal({ critical: 5, default: 5, bulk: 5, mail: 5 });
  });

  it('are the queues that it serves, and how many jobs of each it runs at once', () => {
    expect(queues('--queues', 'default,mail', '--concurrency', '3')).to.deep.equal({ default: 3, mail: 3 });
    expect(queues('--queues', ' default , mail=2 ')).to.deep.equal({ default: 5, mail: 2 });
  });

  it('end it before it begins, with the reason, when nobody knows what they mean', async () => {
    for (const [args, reason] of [
      [['--queues', 'default,mails'], '"mails" is none of critical, default, bulk, mail.'],
      [['--queues', 'mail=0'], 'It must be a whole number from 1 to 100.'],
      [['--concurrency', 'many'], 'It must be a whole number from 1 to 100.'],
      [['--hurry'], "unknown option '--hurry'"],
    ] as const) {
      const ended = await run(process.execPath, [join(repository, 'src/infrastructure/worker.ts'), ...args], {
        env: { PATH: process.env['PATH'] ?? '' },
      }).catch((error: { code: number; stderr: string }) => error);
      expect(ended).to.include({ code: 1 });
      expect(ended.stderr).to.include(reason);
    }
  }).timeout(30_000);
});
