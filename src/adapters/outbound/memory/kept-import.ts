import type { Import, StagedRow } from '#application/imports/import.ts';

/** A file with its bytes and its rows; whether its job is over is told when somebody asks. */
export type KeptImport = {
  readonly file: Import;
  readonly bytes: readonly Uint8Array[];
  readonly rows: readonly StagedRow[];
};
