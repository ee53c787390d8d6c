import type { AccountQueries } from '../ports/account-queries.ts';
import type { Clock } from '../ports/clock.ts';
import type { Digest } from '../ports/digest.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { ImportFiles } from '../ports/import-files.ts';
import type { ImportLedger } from '../ports/import-ledger.ts';
import type { ImportQueries } from '../ports/import-queries.ts';
import type { UserQueries } from '../ports/user-queries.ts';
import { wholeAccounts } from './file-accounts.ts';
import type { Import } from './import.ts';
import type { ImportStep, ImportWork } from './import-work.ts';
import { BLOCK_SIZE } from './reading/file-text.ts';
import { inspectFile } from './reading/inspect-file.ts';
import { readRows } from './reading/read-rows.ts';
import { RowStager } from './row-stager.ts';

export type ReadImportParts = {
  readonly imports: ImportQueries;
  readonly files: ImportFiles;
  readonly ledger: ImportLedger;
  readonly accounts: AccountQueries;
  readonly users: UserQueries;
  readonly ids: IdGenerator;
  readonly clock: Clock;
  readonly digest: Digest;
};

/** The part of the work after which the file is known. */
const INSPECTED = 0.3;

/** Reads a file: finds out how, and what each row stands for, and whether that is in the ledger already. Writes nothing into the ledger. */
export class ReadImport implements ImportWork {
  readonly #parts: ReadImportParts;

  constructor(parts: ReadImportParts) {
    this.#parts = parts;
  }

  async execute({ run, importId, progress, signal }: ImportStep): Promise<null> {
    const { imports, files, ledger, users, digest } = this.#parts;
    const userId = run.userId ?? '';
    const [file, user] = [await imports.find(userId, importId), await users.findById(userId)];
    if (file?.state !== 'reading' || user === null) return null;
    const bytes = (from: number, to: number) =>
      slicesOf(files.read(userId, importId), file.size, signal, (part) => progress(from + part * (to - from)));
    const inspection = await inspectFile(bytes(0, INSPECTED), file.corrections, user);
    if (inspection.mapping === null) {
      await ledger.fail(run, file, inspection);
      return null;
    }
    const stager = new RowStager(this.#parts, file, inspection, await this.#accounts(file));
    const rows = readRows(bytes(INSPECTED, 1), inspection.mapping, digest);
    await ledger.stage(run, file, stager.staged(rows), (repeated) => ({ inspection, ...stager.outcome(repeated) }));
    return null;
  }

  #accounts({ userId, accountId }: Import) {
    return wholeAccounts(this.#parts.accounts, userId, accountId);
  }
}

/** No more than a block, whatever the pieces are; after each is told which part of the whole has come. Ends with the signal. */
async function* slicesOf(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
  signal: AbortSignal,
  progress: ImportStep['progress'],
): AsyncGenerator<Uint8Array> {
  let come = 0;
  for await (const bytes of pieces) {
    signal.throwIfAborted();
    for (let at = 0; at < bytes.length; at += BLOCK_SIZE) {
      const slice = bytes.subarray(at, at + BLOCK_SIZE);
      yield slice;
      come += slice.length;
      await progress(come / Math.max(1, size));
    }
  }
}
