import type { BuiltOperation } from './bind-operation.ts';
import type { ReadOperation, RowOutcome } from './read-row.ts';
import { idOfOperation } from './row-identity.ts';
import type { RowReading } from './row-reader.ts';
import type { CellProblem } from './unreadable-cell.ts';

/**
 * A row with its id. `stamped`: the id goes into the drafts too; rows of Blotter's own keep what they say of their source.
 * A row with a problem in one cell gives no operation at all, as half of a row would be a wrong balance.
 */
export function outcomeOf(
  reading: RowReading,
  problems: readonly CellProblem[],
  rowId: string,
  stamped: boolean,
): RowOutcome {
  if ('ignored' in reading) return reading;
  if ('problem' in reading) return { problems: [...problems, reading.problem] };
  if (problems.length > 0) return { problems };
  return { operations: reading.built.map((built, index) => operationOf(built, idOfOperation(rowId, index), stamped)) };
}

function operationOf({ draft, account, columns }: BuiltOperation, id: string, stamped: boolean): ReadOperation {
  if (stamped) return { draft: { ...draft, externalId: id }, externalId: id, account, columns };
  return { draft, externalId: draft.externalId ?? id, account, columns };
}
