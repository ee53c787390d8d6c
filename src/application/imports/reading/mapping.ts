import type { OperationType } from '#domain/ledger/operation-type.ts';
import type { DateOrder } from './date-shape.ts';
import type { Encoding } from './encoding.ts';
import type { NumberStyle } from './number-shape.ts';
import type { Delimiter } from './record.ts';

export const FILE_FORMATS = ['csv', 'json', 'ndjson'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** The template name of Blotter's own formats, whose columns and fields are the wire names of an operation. */
export const OWN_TEMPLATE = 'blotter';

/** What a table without a template may say of an operation, in one column each. */
export const MAPPED_FIELDS = [
  'date',
  'time',
  'timeZone',
  'type',
  'figi',
  'isin',
  'symbol',
  'instrumentType',
  'quantity',
  'price',
  'currency',
  'payment',
  'fee',
  'feeCurrency',
  'accruedInterest',
  'ratio',
  'externalId',
  'note',
  'account',
  'status',
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

export const NUMBER_FIELDS = ['quantity', 'price', 'payment', 'fee', 'accruedInterest'] as const;
export type NumberField = (typeof NUMBER_FIELDS)[number];

/** What a value of the type column stands for; `ignore` leaves its rows out knowingly. */
export type TypeMeaning = OperationType | 'ignore';

/**
 * How a file is read: plain JSON, proposed by `inspectFile`, corrected by people, obeyed by `readRows`. What it says comes before
 * what the template says, so a correction is simply another value here.
 */
export type Mapping = {
  readonly format: FileFormat;
  /** A name of `TEMPLATES`, `blotter`, or null for a table that is read by `columns` and `types` alone. */
  readonly template: string | null;
  readonly encoding: Encoding;
  /** Null for JSON. */
  readonly delimiter: Delimiter | null;
  /** The line of the column names, from 1. 0: there are none, and the columns are called `Column 1`, `Column 2` … */
  readonly headerLine: number;
  /** The decimal sign of every column that `decimals` does not name; null where it is not known. */
  readonly decimal: NumberStyle | null;
  readonly decimals: Readonly<Record<string, NumberStyle>>;
  readonly dateOrder: DateOrder | null;
  /** IANA: of times that name no zone. */
  readonly timeZone: string;
  /** Without a template: a MappedField each → the name of its column. With one: the template's own column → that of the file. */
  readonly columns: Readonly<Record<string, string>>;
  /** A value of the type column, as it stands there → what it means. Upper and lower case are one. */
  readonly types: Readonly<Record<string, TypeMeaning>>;
  /** Of rows that do not say. */
  readonly currency: string | null;
  /** The `source` of its operations: the broker's name, or `import`. */
  readonly source: string;
  /** `sign`: buys and sales are told by the sign of the quantity, not by their type. */
  readonly direction: 'type' | 'sign';
  /** Without a template: `unsigned` when the file writes what is paid out without a minus, so that the type decides the sign. */
  readonly payments: 'signed' | 'unsigned';
};
