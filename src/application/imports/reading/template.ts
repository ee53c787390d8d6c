import type { OperationType } from '#domain/ledger/operation-type.ts';
import type { DateOrder } from './date-shape.ts';
import { MAPPED_FIELDS } from './mapping.ts';
import type { NumberStyle } from './number-shape.ts';
import type { CellProblemCode } from './unreadable-cell.ts';

/**
 * How one broker's export is read, as data: `templates/<name>.json`, checked by `parseTemplate` when it is loaded.
 *
 * `columns` gives each column a name of the template's own, with the names it has in the broker's languages; every other word of the template
 * speaks of these. A file is the broker's when it has all columns but the `optional` ones, in any order, case apart.
 *
 * Rules are tried from the first on, and the first whose `when` holds for a row decides it: it is left out for a stated reason, refused, or
 * gives one operation or several. An operation has the fields of `fields`, then those of the sets it `use`s, then its own `set`; a later one
 * overrides, and null takes a field away.
 *
 * All templates keep to these, so that lots and cash are both right:
 * - The currency of an operation is the one in which the money moved. Where the broker states a price in another, the price is what was paid before
 *   the fee, by the quantity (exact, or half-even at the 18th digit), and the note keeps the stated price, its currency and the rate. The other way,
 *   a trade in the paper's currency with two adjustments for the exchange, would need an amount in that currency, which hardly any broker gives to
 *   the cent. Pence are an exact division by 100.
 * - `payment` is what the broker says moved, fee included, and stays authoritative. A fee that is a row of its own is an operation of its own, and then
 *   no fee of the trade. So the payments of a file add up to what the broker's amounts add up to.
 * - Tax in a row of its own, or beside a gross amount in the same currency, is an operation `tax`. Where the broker gives what arrived, and the tax in
 *   another currency, the dividend is what arrived and the tax is in the note.
 * - Both sides of an exchange of currencies are adjustments. A conversion of coins sells one and buys the other for the same money.
 * - Shares that come by a split, a spin-off, a stock dividend or staking come in by transfer, at the price that the broker values income at, else at
 *   none: the total cost of what is held stays what was paid. Of a split that is written as the shares it adds, no ratio is known.
 * - A type that is not known moves cash as an adjustment, or shares as a transfer, with its name in the note. Where amounts have no sign, so that nobody
 *   knows whether money came or went, it is asked.
 */
export type Template = {
  readonly name: string;
  /** As people write the broker. */
  readonly title: string;
  readonly source: string;
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly optional: readonly string[];
  /** Cells that mean nothing, such as `-`. */
  readonly empty: readonly string[];
  readonly decimal: NumberStyle;
  readonly decimals: Readonly<Record<string, NumberStyle>>;
  readonly dateOrder: DateOrder | null;
  readonly timeZone: string;
  /** The column in which the broker says what kind of row it is, for `types` of a mapping. */
  readonly type: string;
  /** The broker's id of a row; `unique` when no two rows have the same. */
  readonly id: { readonly column: string; readonly unique: boolean } | null;
  readonly fields: FieldSet;
  readonly sets: Readonly<Record<string, FieldSet>>;
  /** What a row gives whose type a person has said: every field that the types may need. */
  readonly corrected: FieldSet;
  readonly rules: readonly Rule[];
};

/** Fields that an operation takes from the cells of its row; `time` and `timeZone` belong to the date. */
export const TEMPLATE_FIELDS = MAPPED_FIELDS.filter(
  (field) => field !== 'type' && field !== 'externalId' && field !== 'status',
);
export type TemplateField = (typeof TEMPLATE_FIELDS)[number];
export type FieldSet = { readonly [Field in TemplateField]?: Expression | null };

export type Rule =
  | { readonly when: Conditions; readonly ignore: string }
  | {
      readonly when: Conditions;
      readonly problem: { readonly column: string; readonly code: CellProblemCode; readonly detail: string };
    }
  | { readonly when: Conditions; readonly operations: readonly OperationRule[] };

/** In a file, a rule with a single operation may be written without the list. Its own `when` leaves it out of the row's operations. */
export type OperationRule = {
  readonly when: Conditions;
  readonly type: OperationType;
  readonly fields: FieldSet;
};

/** All of them must hold. */
export type Conditions = Readonly<Record<string, Condition>>;

/**
 * On one cell: a text or one of several, case apart; a pattern (case apart); empty or not; the sign of its number, where an empty cell has the
 * sign `0`; the same text as another cell, or another one.
 */
export type Condition =
  | string
  | readonly string[]
  | { readonly matches: string }
  | { readonly empty: boolean }
  | { readonly sign: '+' | '-' | '0' | 'not 0' }
  | { readonly same: string }
  | { readonly differs: string };

/** What a field is made of. Empty in, empty out: what lacks a part is left out, and the domain says if it was needed. */
export type Expression =
  /** The cell of that column. */
  | string
  | { readonly constant: string }
  /** The first that is not empty. */
  | { readonly first: readonly Expression[] }
  | { readonly abs: Expression }
  | { readonly negate: Expression }
  /** The first group of a pattern (case apart) in a cell; `number` says how it is written, `near` which reading of `1,234` is meant. */
  | { readonly capture: string; readonly from: string; readonly number?: NumberStyle; readonly near?: Expression }
  /** A number that the broker computed by a division and wrote out at length: to 18 digits after the point. */
  | { readonly rounded: string }
  /** Parts that are empty count as 0; all empty is empty. */
  | { readonly sum: readonly Expression[] }
  /** Exact where the division ends within 18 digits after the point, else half-even to them. */
  | { readonly quotient: readonly [Expression, Expression] }
  /** Of pence, cents and agorot. */
  | { readonly hundredth: Expression }
  /** A sentence with `{column}` in it; empty when one of its cells is. */
  | { readonly text: string };
