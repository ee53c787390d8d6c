import { createReadStream } from 'node:fs';
import { pipeline as connect, Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import type { BackupFiles, BackupPart, OpenedBackup } from '#application/ports/backup-files.ts';
import { textOf } from './backup-text.ts';
import { Seal, SealCheck } from './seal.ts';
import { writeWhole } from './write-whole.ts';
import { ZstdBackup } from './zstd-backup.ts';

const STANDARD = '-';
/** zstd's own default: larger ones cost more time than they save room. */
const LEVEL = 3;

export type StandardStreams = { readonly stdin: Readable; readonly stdout: Writable & { readonly isTTY?: boolean } };

/** Backups as one frame of zstd and a seal. */
export class ZstdBackupFiles implements BackupFiles {
  readonly #standard: StandardStreams;
  readonly #signal: AbortSignal;

  /** @param signal ends whatever is written or read. */
  constructor(standard: StandardStreams, signal: AbortSignal) {
    this.#standard = standard;
    this.#signal = signal;
  }

  async write(path: string, replace: boolean, parts: AsyncIterable<BackupPart>): Promise<void> {
    const { stdout } = this.#standard;
    if (path !== STANDARD) return await writeWhole(path, replace, (file) => this.#write(parts, file, true));
    if (stdout.isTTY)
      throw new Error('A backup is no text for a terminal: lead standard output into a file or a program.');
    await this.#write(parts, stdout, false);
  }

  async #write(parts: AsyncIterable<BackupPart>, to: Writable, end: boolean): Promise<void> {
    const compression = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: LEVEL } });
    const text = Readable.from(textOf(parts), { objectMode: false });
    await pipeline(text, compression, new Seal(), to, { signal: this.#signal, end });
  }

  async open(path: string): Promise<OpenedBackup> {
    const isStandard = path === STANDARD;
    const seal = new SealCheck();
    const source = isStandard ? this.#standard.stdin : createReadStream(path, { signal: this.#signal });
    // Whoever reads the text hears of every error by it.
    const text = connect(source, seal, createZstdDecompress(), () => undefined);
    return await ZstdBackup.begin(isStandard ? 'Standard input' : path, text, seal);
  }
}
