import { randomBytes } from 'node:crypto';
import { link, mkdir, open, realpath, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes the folder when it is missing and returns its absolute path without symbolic links.
 *
 * A new folder is ours alone (700). As root it may be passed through but not listed (711), because PostgreSQL then runs as
 * another user and keeps its cluster inside; everything secret in it is 600 anyway. The mode of an existing folder is the
 * owner's choice and stays.
 */
export async function makeDataFolder(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  return await realpath(dataDir);
}

/**
 * A secret that is made once (32 random bytes, base64url) and read ever after from the file `name` in the data folder.
 *
 * Processes that race for the first value all return the same one: each writes its own file completely and only one can be
 * linked to the name. The file is 600; a copy that came back from a backup with a wider mode is narrowed quietly.
 * Throws when the file exists and is too short to be such a secret: a guessable secret must not be used.
 */
export async function secretFromDataFolder(dataDir: string, name: string): Promise<string> {
  const file = join(await makeDataFolder(dataDir), name);
  const existing = await readSecret(file);
  if (existing !== undefined) {
    return existing;
  }
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  await writeSynced(draft, randomBytes(32).toString('base64url'));
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  } finally {
    await unlink(draft);
  }
  return await secretFromDataFolder(dataDir, name);
}

async function readSecret(file: string): Promise<string | undefined> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
  try {
    const secret = (await handle.readFile('utf8')).trim();
    if (secret.length < 43) {
      throw new Error(`The secret in ${file} is damaged: restore the file from a backup.`);
    }
    if ((await handle.stat()).mode & 0o077) {
      await handle.chmod(0o600);
    }
    return secret;
  } finally {
    await handle.close();
  }
}

/** On the disk before it gets its name, so that a power cut cannot leave an empty secret behind. */
async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(`${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
