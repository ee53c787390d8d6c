import { basename } from 'node:path';
import type { Command } from 'commander';
import type { ActFor } from '#application/identity/act-for.ts';
import type { Actor } from '#application/identity/actor.ts';
import type { ChangeImport } from '#application/imports/change-import.ts';
import type { FindImport } from '#application/imports/find-import.ts';
import type { Import, ImportCounts } from '#application/imports/import.ts';
import type { StartImport } from '#application/imports/start-import.ts';
import type { FollowJob } from '#application/jobs/follow-job.ts';
import type { JobRow } from '#application/ports/job-queries.ts';
import { correctionsFrom, type ImportOptions, withImportOptions } from './import-options.ts';
import { countsLine, oddRowLines, questionLines, takenForLine } from './import-report.ts';
import type { Terminal } from './terminal.ts';

export type ImportUseCases = {
  readonly actFor: ActFor;
  readonly startImport: StartImport;
  readonly findImport: FindImport;
  readonly changeImport: ChangeImport;
  readonly followJob: FollowJob;
};

/** @param interrupted aborted when the person wants it to end. */
type UseImports = (work: (useCases: ImportUseCases, interrupted: AbortSignal) => Promise<void>) => Promise<void>;

/** `blotter import`: books a broker's file, or one of Blotter's own, and tells what became of each row. */
export function importCommand(program: Command, terminal: Terminal, use: UseImports): void {
  const command = program
    .command('import')
    .description("Book the rows of a file in a user's ledger: all that are new, or none.")
    .argument('<file>', 'the file; - for standard input');
  withImportOptions(command).action(async (path: string, options: ImportOptions) => {
    const bytes = await terminal.read(path);
    const fileName = path === '-' ? null : basename(path);
    await use((useCases, interrupted) => bring({ bytes, fileName }, options, { ...useCases, terminal, interrupted }));
  });
}

/** Of the rest it was told why. */
export class PartlyBooked extends Error {}

type Means = ImportUseCases & { readonly terminal: Terminal; readonly interrupted: AbortSignal };

type Brought = { readonly bytes: AsyncIterable<Uint8Array>; readonly fileName: string | null };

async function bring({ bytes, fileName }: Brought, options: ImportOptions, means: Means): Promise<void> {
  const { actFor, startImport } = means;
  const actor = await actFor.execute(options.user);
  const draft = { fileName, accountId: options.account ?? null, corrections: correctionsFrom(options) };
  const outcome = await startImport.execute(actor, draft, bytes, null);
  if ('done' in outcome) await settle(actor, outcome.done, options.dryRun ?? false, means);
}

/** What is not booked is not kept either: whoever tries again brings the file again. */
async function settle(actor: Actor, { id, jobId }: Import, isDry: boolean, means: Means): Promise<void> {
  const { terminal, findImport, changeImport } = means;
  const remove = () => changeImport.delete(actor, id);
  let commit: JobRow | null = null;
  try {
    await follow('Reading', actor, jobId, means);
    const file = await findImport.brought(actor, id);
    terminal.out(takenForLine(file));
    terminal.out(countsLine(file));
    for await (const line of oddRowLines(file, (request) => findImport.rows(actor, id, request))) terminal.note(line);
    for (const line of questionLines(file)) terminal.note(line);
    if (isDry) return await remove();
    if (file.counts?.new === 0) {
      terminal.out('Nothing is new.');
      await remove();
      return assertWhole(file.counts);
    }
    const handed = await changeImport.commit(actor, id, null);
    commit = 'done' in handed ? handed.done : null;
  } catch (error) {
    await remove().catch(() => undefined);
    throw error;
  }
  const { error, result } = await follow('Booking', actor, commit?.id ?? null, means);
  if (error !== null) throw new Error(`Nothing was booked: ${error}`);
  const counts = result as ImportCounts & { readonly created: number };
  terminal.out(`Booked ${counts.created} operations. The import is ${id}: it can be undone.`);
  assertWhole(counts);
}

function assertWhole({ error, doubtful }: ImportCounts): void {
  const rest = error + doubtful;
  if (rest > 0) throw new PartlyBooked(rest === 1 ? '1 row is not booked.' : `${rest} rows are not booked.`);
}

/** Shows a job until it is over. */
async function follow(what: string, actor: Actor, jobId: string | null, means: Means): Promise<JobRow> {
  const { terminal, followJob, interrupted } = means;
  let last: JobRow | null = null;
  for await (const { row } of followJob.execute(actor, jobId ?? '', undefined, interrupted)) {
    last = row;
    terminal.progress(what, row.progress / 100);
  }
  if (last === null || interrupted.aborted) throw new Error(`Interrupted. What was begun is done, or not, as a whole.`);
  return last;
}
