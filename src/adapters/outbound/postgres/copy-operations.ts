import { finished } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import copyStreams from 'pg-copy-streams';
import { instantText } from '#application/ledger/operation-row.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { BOOKED, bookedValues } from './booked-columns.ts';
import { copyLine } from './copy-line.ts';
import { UNIQUE_VIOLATION, vendorError } from './postgres-errors.ts';

const COPY = `COPY operations (user_id, ${BOOKED.join(', ')}, version, created_at, updated_at) FROM STDIN`;

/**
 * Adds operations in a transaction of the connection, which costs PostgreSQL two thirds of an INSERT that looks out for keys that are taken.
 * @param connection of pg.
 * @returns false where one is: then none is added, and the transaction goes on.
 */
export async function copyOperations(connection: object, operations: readonly Operation[]): Promise<boolean> {
  if (operations.length === 0) return true;
  const client = connection as ClientBase;
  await client.query('SAVEPOINT before_copy');
  try {
    await finished(client.query(copyStreams.from(COPY)).end(operations.map(lineOf).join('')));
    return true;
  } catch (error) {
    if (vendorError(error).code !== UNIQUE_VIOLATION) throw error;
    await client.query('ROLLBACK TO before_copy');
    return false;
  }
}

function lineOf(operation: Operation): string {
  const { userId, version, createdAt, updatedAt } = operation;
  return copyLine(userId, [...bookedValues(operation, null), version, instantText(createdAt), instantText(updatedAt)]);
}
