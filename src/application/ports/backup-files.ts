import type { DatabaseContents, RowBytes, TableShape } from './database-copies.ts';
import type { TableSum } from './row-digests.ts';

export type BackupHead = DatabaseContents & {
  /** The version of the program that made it. */
  readonly blotter: string;
};

/** What a backup is made of: one head; then for each of its tables the table, pieces of its rows, and their sum. */
export type BackupPart =
  | { readonly head: BackupHead }
  | { readonly table: TableShape }
  | { readonly sum: TableSum }
  | Uint8Array;

/** A backup that is read from its beginning to its end: for each table of its head the rows, then the sum. */
export interface OpenedBackup extends AsyncDisposable {
  readonly head: BackupHead;

  /** @throws {Error} when the file is cut short or was altered here. */
  rows(table: TableShape): RowBytes;

  /** What was said of the rows when they were written. */
  sum(): Promise<TableSum>;

  /** Reads what is left. Resolves when the whole file is, byte for byte, what was written. @throws {Error} when it is not. */
  end(): Promise<void>;
}

export interface BackupFiles {
  /**
   * Takes the parts one after another, never more than it can write. The file has its name when all of it is on the disk; until then, and when
   * anything fails, there is none of that name, or the former one.
   * @param path a file, or `-` for standard output.
   * @throws {Error} in one sentence, before the first part is taken, when there is such a file and it may not be replaced.
   */
  write(path: string, replace: boolean, parts: AsyncIterable<BackupPart>): Promise<void>;

  /** @param path a file, or `-` for standard input. @throws {Error} in one sentence, when it is no backup that this version can read. */
  open(path: string): Promise<OpenedBackup>;
}
