import type { Role } from '#domain/identity/role.ts';
import { Refusal } from '../refusal.ts';

/** Who asks. */
export type Actor = { readonly userId: string; readonly role: Role };

/**
 * Whose ledger a read shows: the actor's own, or another user's when an auditor or admin asks for it.
 * @throws {Refusal} FORBIDDEN when a plain user names a user.
 */
export function ownerToRead(actor: Actor, userId: string | undefined): string {
  if (userId === undefined) return actor.userId;
  if (actor.role === 'user') throw new Refusal('FORBIDDEN', 'Only an auditor or an admin can read for another user.');
  return userId;
}

/** @throws {Refusal} FORBIDDEN for an auditor, who reads everything and writes nothing. */
export function assertMayWrite(actor: Actor): void {
  if (actor.role === 'auditor') throw new Refusal('FORBIDDEN', 'An auditor reads everything and writes nothing.');
}
