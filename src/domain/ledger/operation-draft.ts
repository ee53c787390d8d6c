import type { Violation } from '#domain/shared/violation.ts';

/** What a person can write of an operation, in the order in which its history tells it. */
export const OPERATION_FIELDS = [
  'accountId',
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
  'date',
  'datePrecision',
  'source',
  'externalId',
  'note',
  'tags',
] as const;
export type OperationField = (typeof OPERATION_FIELDS)[number];

/**
 * An operation as somebody asks for it: every field as text, nothing checked. `faults` are the violations that an adapter
 * met when it read the draft (a wrong JSON type, an unknown field); they are reported together with the domain's own.
 */
export type OperationDraft = {
  readonly [Field in Exclude<OperationField, 'tags'>]?: string | null | undefined;
} & {
  readonly tags?: readonly string[] | null | undefined;
  readonly faults?: readonly Violation[];
};
