import { operationOfRow } from '#application/ledger/operation-of-row.ts';
import { operationRow } from '#application/ledger/operation-row.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationRecord } from './models.ts';

/** As it is read, with the owner, and with dates and lists as Sequelize writes them; the instrument is the table's own. */
export function operationRecord(operation: Operation): OperationRecord {
  const { instrument: _ofTable, ...row } = operationRow(operation);
  const { userId: user_id, createdAt: created_at, updatedAt: updated_at, fields } = operation;
  return { ...row, user_id, date: fields.date, tags: [...fields.tags], created_at, updated_at };
}

export const operationOf = (record: OperationRecord): Operation => operationOfRow(record.user_id, record);
