import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toolPath } from './toolbox/tool-path.ts';

/** What bean-check says about a ledger in Beancount's syntax; empty when it is in order. */
export async function beanCheck(ledger: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'beancount-'));
  try {
    const file = join(folder, 'ledger.beancount');
    await writeFile(file, ledger);
    return await new Promise((resolve, reject) => {
      execFile(toolPath('bean-check'), ['--no-cache', file], (error, stdout, stderr) => {
        if (error !== null && error.code !== 1) {
          reject(error);
        } else {
          resolve(error === null ? '' : `${stdout}${stderr}`.trim());
        }
      });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
