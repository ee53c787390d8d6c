import type { JsonValue, RunId } from '../jobs/job.ts';
import type { Progress } from '../ports/import-ledger.ts';

export type ImportStep = {
  readonly run: RunId;
  readonly importId: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/** What is done with a file in the background. Done twice it comes to the same. */
export interface ImportWork {
  /** @returns what its owner is shown as the result of the job. */
  execute(step: ImportStep): Promise<JsonValue>;
}
