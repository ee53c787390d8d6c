/** By how many and which rows a table is known. */
export type TableSum = {
  readonly rows: number;
  /** 64 hex digits. The same for the same rows in any order. */
  readonly sha256: string;
};

export interface RowDigest {
  /** A piece of the rows, cut anywhere. */
  update(bytes: Uint8Array): void;

  /** Of all that came. */
  sum(): TableSum;
}

export interface RowDigests {
  begin(): RowDigest;
}
