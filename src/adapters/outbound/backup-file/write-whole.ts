import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Writable } from 'node:stream';

/**
 * Writes a file beside its place, readable by the owner alone, and gives it its name when all of it is on the disk. What a kill leaves is called
 * `….unfinished` and is nothing that anybody could take for the file.
 * @throws {Error} before anything is written when the name is taken, unless by a file that may be replaced.
 */
export async function writeWhole(
  path: string,
  replace: boolean,
  write: (to: Writable) => Promise<void>,
): Promise<void> {
  await assertFree(path, replace);
  const unfinished = `${path}.${randomBytes(4).toString('hex')}.unfinished`;
  const file = await open(unfinished, 'wx', 0o600);
  try {
    await write(file.createWriteStream({ flush: true }));
    await assertFree(path, replace);
    await rename(unfinished, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(unfinished, { force: true });
    throw error;
  }
  // The name lasts when the folder is on the disk too.
  const folder = await open(dirname(resolve(path)), 'r');
  await folder.sync();
  await folder.close();
}

async function assertFree(path: string, replace: boolean): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null || (replace && found.isFile())) return;
  // A device, such as /dev/null, would no longer be one.
  throw new Error(found.isFile() ? `${path} exists already: take another name, or --force.` : `${path} is no file.`);
}
