import type { Page } from './page.ts';

export type AccountRow = {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly kind: string | null;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
};

export type AccountPageRequest = {
  readonly limit: number;
  readonly after: string | null;
  readonly only: readonly string[] | null;
};

export interface AccountQueries {
  /** In the order of opening, after the account `after` (from the first when null), at most `limit`; of these accounts only, unless null. */
  list(userId: string, page: AccountPageRequest): Promise<Page<AccountRow>>;

  find(userId: string, id: string): Promise<AccountRow | null>;

  /** The account that an operation without one belongs to: the oldest. Null when the user has none. */
  findDefault(userId: string): Promise<string | null>;
}
