/** The balance is an exact decimal as canonical text. */
export type CashRow = { readonly account_id: string; readonly currency: string; readonly balance: string };

export interface CashQueries {
  /** The sum of all cash effects, in the order of account and currency; of these accounts only, unless null. Nothing of what no operation names. */
  list(userId: string, accountIds: readonly string[] | null): Promise<readonly CashRow[]>;
}
