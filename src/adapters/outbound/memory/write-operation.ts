import type { HistoryEntry } from '#application/ports/operation-repository.ts';
import { alreadyExists, notFound } from '#application/refusal.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { type MemoryTables, ownedKey } from './memory-store.ts';

/** What the constraints of a database see to: the account is the owner's, and (account, source, external_id) is not taken. */
export function writeOperation(tables: MemoryTables, operation: Operation, entry: HistoryEntry): void {
  const { userId, id, version, fields } = operation;
  if (!tables.accounts.has(ownedKey(userId, fields.accountId))) throw notFound('account');
  const taken = tables.operations.values().find((other) => other.id !== id && sameExternalId(other, operation));
  if (taken) throw alreadyExists(taken.id);
  tables.operations.set(ownedKey(userId, id), operation);
  writeHistory(tables, operation, version, entry);
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
