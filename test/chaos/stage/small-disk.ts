import { execFile } from 'node:child_process';
import { rm, stat, statfs, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stage } from './stage.ts';
import { tempFolder } from './temp-folder.ts';

const run = promisify(execFile);
const MEGABYTE = 2 ** 20;

/** A disk in memory (tmpfs(5)) that has little room, and soon none. */
export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async mount(stage: Stage, megabytes: number): Promise<SmallDisk> {
    const folder = await tempFolder(stage);
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', folder]).catch((cause) => {
      throw new Error('Scenarios with a full disk mount one: they are for root, with CAP_SYS_ADMIN.', { cause });
    });
    // What is still open there ends with its process.
    stage.atEnd(() => run('umount', ['--lazy', folder]));
    return new SmallDisk(folder);
  }

  /** Leaves no more room than so many megabytes, and no less where it has been left before. */
  async leave(megabytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.folder);
    const more = bavail * bsize - megabytes * MEGABYTE;
    if (more < 0) await truncate(this.#ballast, Math.max(0, (await stat(this.#ballast)).size + more));
    else await this.#add(more);
  }

  async free(): Promise<void> {
    await rm(this.#ballast);
  }

  async #add(bytes: number): Promise<void> {
    const to = [`of=${this.#ballast}`, 'oflag=append', 'conv=notrunc'];
    // Somebody else may be quicker to take the last of it.
    await run('dd', ['if=/dev/zero', ...to, 'bs=64K', `count=${bytes}`, 'iflag=count_bytes']).catch(() => {});
  }

  get #ballast(): string {
    return join(this.folder, 'ballast');
  }
}
