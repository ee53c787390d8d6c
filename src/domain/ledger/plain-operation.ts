import { OPERATION_FIELDS, type OperationField } from '#domain/ledger/operation-draft.ts';
import type { OperationFields } from '#domain/ledger/operation-fields.ts';

export type PlainValue = string | readonly string[] | null;

/** The writable fields as plain data: decimals as canonical text, instants as ISO 8601 UTC with milliseconds. */
export type PlainOperation = { readonly [Field in Exclude<OperationField, 'tags'>]: string | null } & {
  readonly tags: readonly string[];
};

/** Also a draft that reads back as the same fields. */
export function plainOperation(fields: OperationFields): PlainOperation {
  const { figiCheck: _figiCheck, paymentCheck: _paymentCheck, ...writable } = fields;
  return {
    ...writable,
    quantity: fields.quantity.text,
    price: fields.price?.text ?? null,
    payment: fields.payment?.text ?? null,
    fee: fields.fee.text,
    accruedInterest: fields.accruedInterest?.text ?? null,
    date: fields.date.toISOString(),
  };
}

/** The fields in which the two differ, in the order of OPERATION_FIELDS. */
export function differingFields(one: PlainOperation, other: PlainOperation): readonly OperationField[] {
  return OPERATION_FIELDS.filter((field) => !same(one[field], other[field]));
}

function same(one: PlainValue, other: PlainValue): boolean {
  if (one === null || other === null || typeof one === 'string' || typeof other === 'string') return one === other;
  return one.length === other.length && one.every((element, index) => element === other[index]);
}
