import type { ImportStep, ImportWork } from '#application/imports/import-work.ts';
import type { JsonValue } from '#application/jobs/job.ts';

export type RunApart = (
  step: Pick<ImportStep, 'run' | 'importId'>,
  options: Pick<ImportStep, 'signal' | 'progress'>,
) => Promise<JsonValue>;

/** Done in a thread, so that the event loop is not held up. */
export class ThreadedImportWork implements ImportWork {
  readonly #runApart: RunApart;

  constructor(runApart: RunApart) {
    this.#runApart = runApart;
  }

  execute({ run, importId, signal, progress }: ImportStep): Promise<JsonValue> {
    return this.#runApart({ run, importId }, { signal, progress });
  }
}
