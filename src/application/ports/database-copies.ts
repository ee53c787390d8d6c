/** What of a table is copied: generated columns are not, as the database makes them again. */
export type TableShape = { readonly name: string; readonly columns: readonly string[] };

export type SequenceValue = {
  readonly name: string;
  /** A bigint. */
  readonly value: string;
  /** Whether this value was given out already. */
  readonly called: boolean;
};

/** A database, but for its rows. */
export type DatabaseContents = {
  /** When it was so: ISO 8601, UTC. */
  readonly takenAt: string;
  /** Those that have been applied, in order. They say what the tables look like. */
  readonly migrations: readonly string[];
  /** What is referred to comes before what refers to it. */
  readonly tables: readonly TableShape[];
  readonly sequences: readonly SequenceValue[];
};

/** Rows as PostgreSQL's COPY writes them as text, each ended by a line feed; cut into pieces anywhere. */
export type RowBytes = AsyncIterable<Uint8Array>;

/** Everything as it was at one instant, whatever is written meanwhile: no writer waits for it, and it waits for none. */
export interface DatabaseSnapshot extends AsyncDisposable {
  readonly contents: DatabaseContents;

  /** One table at a time, each to its end. */
  rows(table: TableShape): RowBytes;
}

/** A database that is being filled. Nobody sees anything of it before `commit`, and when that does not come it is as it was before. */
export interface DatabaseFilling extends AsyncDisposable {
  /** In the order of the contents. No trigger fires. */
  load(table: TableShape, rows: RowBytes): Promise<void>;

  /** What is in the table now. */
  rows(table: TableShape): RowBytes;

  /** Sets the sequences, brings the tables to the shape that this program knows, and makes all of it last. */
  commit(): Promise<void>;
}

export interface DatabaseCopies {
  /** @throws {Error} when there is no Blotter in this database. */
  snapshot(): Promise<DatabaseSnapshot>;

  /**
   * Gives an empty database the tables of these contents, without rows.
   * @throws {Error} in one sentence, and nothing has changed, when somebody has an account in it, when a Blotter process works on it,
   * when it holds something else, or when the contents are of a newer version.
   */
  fill(contents: DatabaseContents): Promise<DatabaseFilling>;
}
