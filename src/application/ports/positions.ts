import type { Cut } from '#domain/ledger/cut.ts';
import type { FeeView } from '#domain/ledger/lot.ts';
import type { Place } from '#domain/ledger/place.ts';
import type { Side } from '#domain/ledger/position.ts';
import type { ToldChange, ToldLot, ToldSale } from '#domain/ledger/told-story.ts';

export type PositionsRequest = {
  /** Of these accounts only, unless null. */
  readonly accountIds: readonly string[] | null;
  /** The key of the instrument, or an alias of it; of all, when null. */
  readonly instrument: string | null;
  readonly fees: FeeView;
  /** Null: everything that was recorded. */
  readonly cut: Cut | null;
};

/** Which part of an answer. It is measured by what is within positions: one at which a page ends is told again in the next, with the rest of its entries. */
export type EntriesRequest = {
  /** Of all positions together, one without any counted as one; it may be fewer where they are long. */
  readonly limit: number;
  /** The place of the last one seen; empty where the answer begins. No entry is lost or repeated while others write. */
  readonly after: Place;
};

/** A JSON array, and the place of its last entry when there are more. */
export type TextPage = { readonly text: string; readonly next: Place | null };

/** An open lot. Amounts are canonical decimal text, rounded to 36 digits behind the point where a fraction does not end. */
export type LotRow = {
  readonly operation_id: string;
  readonly date: string;
  readonly quantity: string;
  readonly price: string;
  readonly cost: string;
};

export type PositionRow = {
  readonly account_id: string;
  readonly instrument: string;
  readonly currency: string;
  readonly figi: string | null;
  readonly isin: string | null;
  readonly symbol: string | null;
  /** Negative when it is short, and so are cost and the quantities of lots. */
  readonly quantity: string;
  readonly side: Side;
  /** Oldest first. */
  readonly lots: readonly LotRow[];
  /** Null when it is flat. */
  readonly average_cost: string | null;
  readonly cost: string;
  readonly realised_gain: string;
  /** In the position's currency; those in others are `other_fees`. */
  readonly fees: string;
  readonly other_fees: readonly { readonly currency: string; readonly amount: string }[];
  readonly dividends: string;
  /** Splits apart. */
  readonly operations: number;
};

/** How a position came to be. Lots that were opened, those that sales closed, and changes, each of them and of the operations that made them in their order. */
export type StoryRow = Omit<PositionRow, 'lots'> & {
  readonly lots: readonly ToldLot[];
  readonly sales: readonly ToldSale[];
  readonly changes: readonly ToldChange[];
};

/** An adapter that holds up its caller while it reckons may have a limit. */
export class TooManyOperations extends Error {}

/**
 * What operations come to, lot by lot. Whatever was written before a call is in its answer.
 * @throws {TooManyOperations} where the adapter was given a limit.
 */
export interface Positions {
  /**
   * A JSON array of PositionRow, as text: a row is written once when its position changes, and may have thousands of lots, which are the entries. In the
   * order of account, instrument and currency. Also of what is flat now.
   */
  list(userId: string, request: PositionsRequest, entries: EntriesRequest): Promise<TextPage>;

  /** The same as StoryRow, each with its story. An entry is a lot, a part of a lot that was closed, or a change. */
  explain(userId: string, request: PositionsRequest, entries: EntriesRequest): Promise<TextPage>;

  /** Whether any operation is of the instrument: splits too, which alone make no position. */
  isKnown(userId: string, request: Pick<PositionsRequest, 'accountIds' | 'instrument'>): Promise<boolean>;
}
