import type { StagedRow } from '#application/imports/import.ts';
import { externalKeyOf } from '#application/ports/operation-repository.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { differingFields, plainOperation } from '#domain/ledger/plain-operation.ts';

type First = { readonly number: number; readonly operation: Operation };

/** The rows, with those marked that come under the key of a new row before them. */
export function withRepeated(rows: readonly StagedRow[]): StagedRow[] {
  const firsts = new Map<string, First>();
  return rows.map((row) => (row.state === 'new' ? marked(row, firsts) : row));
}

function marked(row: StagedRow, firsts: Map<string, First>): StagedRow {
  let marked = row;
  for (const { operation } of row.operations) {
    const key = JSON.stringify(externalKeyOf(operation));
    const first = firsts.get(key);
    if (key === 'null') continue;
    if (first === undefined) firsts.set(key, { number: row.number, operation });
    else if (isSame(first.operation, operation))
      marked = marked.state === 'doubtful' ? marked : { ...row, state: 'same' };
    else marked = { ...row, state: 'doubtful', problems: [differs(first.number)] };
  }
  return marked;
}

const isSame = (one: Operation, other: Operation): boolean =>
  differingFields(plainOperation(one.fields), plainOperation(other.fields)).length === 0;

const differs = (number: number) => ({
  column: null,
  code: 'DIFFERS' as const,
  detail: `Row ${number} of this file has the same id, and says something else. Only that one is booked.`,
});
