import type { Operation } from '#domain/ledger/operation.ts';
import { changesBetween } from '#domain/ledger/operation-changes.ts';
import { type Actor, assertReaches } from '../identity/actor.ts';
import type { OperationRepository } from '../ports/operation-repository.ts';
import { notFound, Refusal } from '../refusal.ts';

/** Which versions the client speaks of: a list from If-Match, or any existing one. */
export type ExpectedVersion = readonly number[] | 'any';

/** @throws {Refusal} NOT_FOUND; STALE_VERSION when the client speaks of another version. */
export async function loadForChange(
  operations: OperationRepository,
  actor: Actor,
  id: string,
  expected: ExpectedVersion,
): Promise<Operation> {
  const operation = await operations.find(actor.userId, id);
  if (operation === null) throw notFound('operation');
  assertReaches(actor, operation.fields.accountId, 'operation');
  assertExpected(operation, expected);
  return operation;
}

/** @throws {Refusal} STALE_VERSION */
export function assertExpected(entity: { readonly version: number }, expected: ExpectedVersion): void {
  if (expected !== 'any' && !expected.includes(entity.version))
    throw new Refusal(
      'STALE_VERSION',
      `The current version is ${entity.version}: read it again and repeat the change.`,
    );
}

/** Saves the next version with its history; an edit that changes nothing makes no version. */
export async function saveRevision(
  operations: OperationRepository,
  action: 'replaced' | 'changed',
  actor: Actor,
  before: Operation,
  after: Operation,
): Promise<Operation> {
  assertReaches(actor, after.fields.accountId);
  if (after !== before)
    await operations.save(after, {
      action,
      by: actor.userId,
      at: after.updatedAt,
      changes: changesBetween(before, after),
    });
  return after;
}
