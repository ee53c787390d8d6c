import type { Readable } from 'node:stream';
import type { BackupHead, OpenedBackup } from '#application/ports/backup-files.ts';
import type { TableShape } from '#application/ports/database-copies.ts';
import type { TableSum } from '#application/ports/row-digests.ts';
import { parseHead, parseSum, tableLine } from './backup-text.ts';
import type { SealCheck } from './seal.ts';
import { TextReader } from './text-reader.ts';

/** A backup as it is read. */
export class ZstdBackup implements OpenedBackup {
  readonly head: BackupHead;
  readonly #name: string;
  readonly #text: Readable;
  readonly #reader: TextReader;
  readonly #seal: SealCheck;

  private constructor(name: string, head: BackupHead, text: Readable, reader: TextReader, seal: SealCheck) {
    this.#name = name;
    this.head = head;
    this.#text = text;
    this.#reader = reader;
    this.#seal = seal;
  }

  /** @param name of the file, for sentences. @param text decompressed. @param seal of what was compressed. */
  static async begin(name: string, text: Readable, seal: SealCheck): Promise<ZstdBackup> {
    const reader = new TextReader(text);
    const line = await reader.line().catch((error: unknown) => {
      if (codeOf(error) === NO_ZSTD) return null;
      throw isOfTheFile(error) ? damaged(name, error) : error;
    });
    const head = line === null ? null : parseHead(line);
    if (head !== null) return new ZstdBackup(name, head, text, reader, seal);
    text.destroy();
    throw new Error(`${name} is no backup of Blotter.`);
  }

  async *rows(table: TableShape): AsyncGenerator<Uint8Array> {
    try {
      if ((await this.#reader.line()) !== tableLine(table)) throw damaged(this.#name);
      if (!(yield* this.#reader.rows())) throw damaged(this.#name);
    } catch (error) {
      throw this.#said(error);
    }
  }

  async sum(): Promise<TableSum> {
    const line = await this.#reader.line().catch((error: unknown) => {
      throw this.#said(error);
    });
    const sum = parseSum(line ?? '');
    if (sum === null) throw damaged(this.#name);
    return sum;
  }

  async end(): Promise<void> {
    await this.#reader.skip().catch((error: unknown) => {
      throw this.#said(error);
    });
    // The text may be over before the file is, if something was appended to that: then the seal was not come to.
    if (!this.#seal.holds) throw damaged(this.#name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#text.destroy();
  }

  #said(error: unknown): unknown {
    return isOfTheFile(error) ? damaged(this.#name, error) : error;
  }
}

const NO_ZSTD = 'ZSTD_error_prefix_unknown';
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/** Whether the decompression does not understand what it is given, or not all of it came. */
const isOfTheFile = (error: unknown): boolean => /^(Z_|ZSTD_|ERR_STREAM_PREMATURE_CLOSE)/.test(codeOf(error));

const damaged = (name: string, cause?: unknown): Error =>
  new Error(`${name} is damaged: it was cut short or altered after it was written. Nothing is restored.`, { cause });
