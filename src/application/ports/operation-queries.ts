import type { Cut } from '#domain/ledger/cut.ts';
import type { FieldChange } from '#domain/ledger/operation-changes.ts';
import type { Page } from './page.ts';

/** An operation as the screens and the API show it: decimals are canonical text, instants RFC 3339 UTC with milliseconds. */
export type OperationRow = {
  readonly id: string;
  readonly account_id: string;
  readonly type: string;
  readonly figi: string | null;
  readonly figi_check: string | null;
  readonly isin: string | null;
  readonly symbol: string | null;
  readonly instrument: string | null;
  readonly instrument_type: string | null;
  readonly quantity: string;
  readonly price: string | null;
  readonly currency: string | null;
  readonly payment: string | null;
  readonly payment_check: string | null;
  readonly fee: string;
  readonly fee_currency: string | null;
  readonly accrued_interest: string | null;
  readonly ratio: string | null;
  readonly date: string;
  readonly date_precision: string;
  readonly source: string | null;
  readonly external_id: string | null;
  readonly note: string | null;
  readonly tags: readonly string[];
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
};

/** What a list is narrowed to; the range is half-open, [from, to). */
export type OperationFilter = {
  readonly accountId?: string | undefined;
  /** Any of these. */
  readonly accountIds?: readonly string[] | undefined;
  readonly type?: string | undefined;
  readonly instrumentType?: string | undefined;
  readonly figi?: string | undefined;
  readonly isin?: string | undefined;
  readonly symbol?: string | undefined;
  readonly instrument?: string | undefined;
  readonly from?: Cut | undefined;
  readonly to?: Cut | undefined;
  readonly tag?: string | undefined;
  /** Part of a note, a name, a source or an external id, in any case. */
  readonly text?: string | undefined;
};

/** A place between two operations: the (date, id) of the last one seen. */
export type OperationPlace = { readonly date: Date; readonly id: string };

export type OperationPageRequest = {
  readonly filter: OperationFilter;
  readonly newestFirst: boolean;
  readonly limit: number;
  readonly after: OperationPlace | null;
};

export type HistoryRow = {
  readonly version: number;
  readonly action: string;
  readonly changed_by: string;
  readonly changed_at: string;
  readonly changes: readonly FieldChange[];
};

/** Reads for lists and screens. Order is (date, id); no row is lost or repeated between pages while others write. */
export interface OperationQueries {
  page(userId: string, page: OperationPageRequest): Promise<Page<OperationRow>>;

  find(userId: string, id: string): Promise<OperationRow | null>;

  /** Oldest first, also of a deleted operation; empty when there never was such an operation. */
  history(userId: string, id: string, page: { limit: number; afterVersion: number }): Promise<Page<HistoryRow>>;
}
