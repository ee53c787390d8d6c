import type { JsonValue } from '../jobs/job.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImportLedger } from '../ports/import-ledger.ts';
import type { ImportQueries } from '../ports/import-queries.ts';
import type { ImportStep, ImportWork } from './import-work.ts';

/** Books the rows of a file that are new: all of them, or none. */
export class CommitImport implements ImportWork {
  readonly #imports: ImportQueries;
  readonly #ledger: ImportLedger;
  readonly #clock: Clock;

  constructor(imports: ImportQueries, ledger: ImportLedger, clock: Clock) {
    this.#imports = imports;
    this.#ledger = ledger;
    this.#clock = clock;
  }

  async execute({ run, importId, progress }: ImportStep): Promise<JsonValue> {
    const file = await this.#imports.find(run.userId ?? '', importId);
    // An earlier run of the job came to its end, and nobody was left to say so.
    if (file?.state === 'committed' && file.jobId === run.id) return { created: file.counts?.new ?? 0, ...file.counts };
    if (file?.state !== 'committing') return null;
    return { created: await this.#ledger.commit(run, file, this.#clock.now(), progress), ...file.counts };
  }
}

/** Takes back what a file has brought. */
export class UndoImport implements ImportWork {
  readonly #imports: ImportQueries;
  readonly #ledger: ImportLedger;
  readonly #clock: Clock;

  constructor(imports: ImportQueries, ledger: ImportLedger, clock: Clock) {
    this.#imports = imports;
    this.#ledger = ledger;
    this.#clock = clock;
  }

  async execute({ run, importId, progress }: ImportStep): Promise<JsonValue> {
    const file = await this.#imports.find(run.userId ?? '', importId);
    if (file?.state !== 'undoing') return null;
    return { removed: await this.#ledger.undo(run, file, this.#clock.now(), progress) };
  }
}
