import { z } from 'zod';
import type { ImportWork } from '#application/imports/import-work.ts';
import type { TaskHandler } from '#application/jobs/task-handler.ts';

type ImportTask = 'read-import' | 'commit-import' | 'undo-import';

/** 100 is for the end. */
const MOST = 99;

/** What is done with a file that somebody has brought. */
export const importHandler = <Name extends ImportTask>(work: ImportWork): TaskHandler<Name> => ({
  payload: z.strictObject({ importId: z.uuid() }),
  mostAttempts: 5,
  backoff: { first: 1_000, factor: 4, longest: 60_000 },
  handle: ({ importId }, { run, signal, progress }) =>
    work.execute({ run, importId, signal, progress: (part) => progress(Math.floor(part * MOST)) }),
});
