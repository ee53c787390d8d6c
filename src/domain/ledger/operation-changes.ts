import type { Operation } from '#domain/ledger/operation.ts';
import { OPERATION_FIELDS, type OperationField } from '#domain/ledger/operation-draft.ts';
import {
  differingFields,
  type PlainOperation,
  type PlainValue,
  plainOperation,
} from '#domain/ledger/plain-operation.ts';

/** One line of an operation's history, in plain data; null also stands for "there was no operation". */
export type FieldChange = { readonly field: OperationField; readonly old: PlainValue; readonly new: PlainValue };

/** What changed between two versions. With null before (a creation) or after (a deletion): what was said, not defaults. */
export function changesBetween(before: Operation | null, after: Operation | null): readonly FieldChange[] {
  const old = before && plainOperation(before.fields);
  const next = after && plainOperation(after.fields);
  return changedFields(old, next).map((field) => ({ field, old: old?.[field] ?? null, new: next?.[field] ?? null }));
}

/** What somebody has said of a new operation, without the defaults. */
export const saidIn = (operation: PlainOperation): readonly FieldChange[] =>
  changedFields(null, operation).map((field) => ({ field, old: null, new: operation[field] }));

function changedFields(old: PlainOperation | null, next: PlainOperation | null): readonly OperationField[] {
  if (old !== null && next !== null) return differingFields(old, next);
  const only = old ?? next;
  return only === null ? [] : OPERATION_FIELDS.filter((field) => isSaid(field, only));
}

function isSaid(field: OperationField, operation: PlainOperation): boolean {
  const value = operation[field];
  if (value === null || value.length === 0) return false;
  if (field === 'quantity' || field === 'fee') return value !== '0';
  return field !== 'feeCurrency' || value !== operation.currency;
}
