import { inspectFile } from '#application/imports/reading/inspect-file.ts';
import type { Inspection } from '#application/imports/reading/inspection.ts';
import type { Mapping } from '#application/imports/reading/mapping.ts';
import type { ReadRow } from '#application/imports/reading/read-row.ts';
import { readRows } from '#application/imports/reading/read-rows.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { digest, inChunks } from './chunks.ts';

export const inspected = (file: string | Uint8Array, hints: Partial<Mapping> = {}): Promise<Inspection> =>
  inspectFile(inChunks(file), hints);

/** The rows under what is proposed and hinted. */
export async function rowsUnder(
  file: string | Uint8Array,
  hints: Partial<Mapping> = {},
  size?: number,
): Promise<ReadRow[]> {
  const { mapping, problem } = await inspectFile(inChunks(file, size), hints);
  if (mapping === null) throw new Error(problem?.detail);
  const rows: ReadRow[] = [];
  for await (const batch of readRows(inChunks(file, size), mapping, digest)) rows.push(...batch);
  return rows;
}

/** A row in short: its operations without ids, or why it gives none. */
function brief({ outcome }: ReadRow): unknown {
  if ('ignored' in outcome) return 'ignored';
  if ('problems' in outcome) return outcome.problems.map(({ column, code }) => `${column} ${code}`);
  const drafts = outcome.operations.map(({ draft }) => {
    const { source: _source, externalId: _externalId, ...rest }: OperationDraft = draft;
    return rest;
  });
  return drafts.length === 1 ? drafts[0] : drafts;
}

export const briefly = async (file: string | Uint8Array, hints: Partial<Mapping> = {}): Promise<unknown[]> =>
  (await rowsUnder(file, hints)).map(brief);
