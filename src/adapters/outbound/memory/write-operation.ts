import { creationOf } from '#application/ledger/creation.ts';
import type { HistoryEntry } from '#application/ports/operation-repository.ts';
import { alreadyExists, notFound } from '#application/refusal.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { type MemoryTables, ownedKey } from './memory-store.ts';

/** What the constraints of a database see to: the account is the owner's, and (account, source, external_id) is not taken. */
export function writeOperation(tables: MemoryTables, operation: Operation, entry: HistoryEntry): void {
  const { userId, id, version, fields } = operation;
  if (!tables.accounts.has(ownedKey(userId, fields.accountId))) throw notFound('account');
  const taken = takenBy(tables, operation);
  if (taken) throw alreadyExists(taken.id);
  tables.operations.set(ownedKey(userId, id), operation);
  writeHistory(tables, operation, version, entry);
}

/** The other operation that has its (account, source, external_id). */
export const takenBy = ({ operations }: MemoryTables, operation: Operation): Operation | undefined =>
  operations.values().find((other) => other.id !== operation.id && sameExternalId(other, operation));

/** What changes for the first time has a history from then on. */
export function beginHistory(tables: MemoryTables, before: Operation): void {
  const isThere = tables.history.has(ownedKey(before.userId, before.id));
  if (!isThere) writeHistory(tables, before, 1, creationOf(before));
}

export function writeHistory(
  { history }: MemoryTables,
  { userId, id }: Operation,
  version: number,
  { action, by, at, changes }: HistoryEntry,
): void {
  const key = ownedKey(userId, id);
  const row = { version, action, changed_by: by, changed_at: at.toISOString(), changes };
  history.set(key, [...(history.get(key) ?? []), row]);
}

/** Two operations without a source have the same one. */
function sameExternalId(one: Operation, other: Operation): boolean {
  return (
    one.userId === other.userId &&
    one.fields.accountId === other.fields.accountId &&
    one.fields.source === other.fields.source &&
    one.fields.externalId !== null &&
    one.fields.externalId === other.fields.externalId
  );
}
