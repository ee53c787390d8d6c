/** The user says that the alias is another name of the instrument. */
export type AliasRow = {
  readonly alias: string;
  readonly instrument: string;
  readonly name: string | null;
  readonly created_at: string;
};

export type InstrumentRow = {
  /** The key of its positions. */
  readonly instrument: string;
  /** The names that operations gave it, the last of each. */
  readonly figi: string | null;
  readonly isin: string | null;
  readonly symbol: string | null;
  /** What the user calls it. */
  readonly name: string | null;
  readonly aliases: readonly Pick<AliasRow, 'alias' | 'name'>[];
  readonly operations: number;
};

export interface InstrumentQueries {
  /** In the order of the key. Of operations in these accounts only, unless null; and those that aliases lead to. */
  list(userId: string, accountIds: readonly string[] | null): Promise<readonly InstrumentRow[]>;

  /** Where each alias of the user leads to. */
  aliases(userId: string): Promise<ReadonlyMap<string, string>>;
}
