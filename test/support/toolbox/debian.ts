import { execFile } from 'node:child_process';
import { access, constants, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const aptGet = '/usr/bin/apt-get';
const startPolicy = '/usr/sbin/policy-rc.d';
const updateTries = 3;
const pauseMs = 5_000;

/** Installs Debian packages, where we may. */
export interface Packages {
  /** Whether this machine has apt-get and we are root. */
  available(): Promise<boolean>;
  install(names: readonly string[]): Promise<void>;
}

export const debian: Packages = {
  async available() {
    return process.getuid?.() === 0 && (await exists(aptGet));
  },

  /** One apt-get install; the package lists are fetched only when it fails without, because there are none or old ones. */
  async install(names) {
    const allowStarts = await forbidServiceStarts();
    try {
      await installNow(names).catch(async () => {
        await update();
        await installNow(names);
      });
    } finally {
      await allowStarts();
    }
  },
};

async function installNow(names: readonly string[]): Promise<void> {
  await apt(['install', '-y', '--no-install-recommends', ...names]);
}

async function update(): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await apt(['update']);
      return;
    } catch (error) {
      if (attempt === updateTries) {
        throw error;
      }
      await sleep(pauseMs);
    }
  }
}

/** Waits for another apt; its whole output becomes the message of the error. */
async function apt(args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const options = { env, maxBuffer: 64 * 2 ** 20 };
  try {
    await run(aptGet, ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], options);
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    throw new Error(`apt-get ${args.join(' ')} failed:\n${`${stdout}${stderr}`.trim()}`, { cause });
  }
}

/** The packages redis-server and nginx would start services on ports 6379 and 80, which nobody asked for. Containers often have this policy. */
async function forbidServiceStarts(): Promise<() => Promise<void>> {
  if (await exists(startPolicy)) {
    return async () => {};
  }
  await writeFile(startPolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => rm(startPolicy, { force: true });
}

async function exists(path: string): Promise<boolean> {
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
