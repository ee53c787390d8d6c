import type { OperationFilter } from './operation-queries.ts';

export const EXPORT_FORMATS = ['csv', 'json', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A file, piece by piece. `return` ends it before its end, also where it has not begun; then, or at its end, what it holds is let go. */
export type FilePieces = AsyncIterable<Uint8Array> & { return(): Promise<unknown> };

export interface OperationExport {
  /**
   * The file of the owner's operations that pass the filter, piece by piece, in the order (date, id), from one snapshot: what others write meanwhile is in
   * none of it. Text in UTF-8, as export-row.ts has it. It resolves when the first piece is there, so that what fails before it fails here.
   * @throws {Refusal} OVERLOADED when too many are under way, UNAVAILABLE when the database does not answer in time.
   */
  open(userId: string, filter: OperationFilter, format: ExportFormat): Promise<FilePieces>;
}
