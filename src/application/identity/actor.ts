import type { Role } from '#domain/identity/role.ts';
import type { Scope } from '#domain/identity/scope.ts';
import type { Credential } from '../ports/principal-queries.ts';
import { type Named, notFound, Refusal } from '../refusal.ts';

/** Who asks. */
export type Actor = {
  readonly userId: string;
  readonly role: Role;
  /** What a personal access token is narrowed to; absent or null: nothing. */
  readonly scopes?: readonly Scope[] | null;
  readonly accountIds?: readonly string[] | null;
};

/** An actor of a request, with the credential that let them in. */
export type SignedIn = Actor & { readonly credential: Credential };

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

/** @throws {Refusal} FORBIDDEN for all but admins. */
export function assertAdmin(actor: Actor): void {
  if (actor.role !== 'admin') throw new Refusal('FORBIDDEN', 'This is for admins.');
}

export const mayReach = ({ accountIds }: Actor, accountId: string): boolean =>
  !accountIds || accountIds.includes(accountId);

/** @throws {Refusal} NOT_FOUND for an account that the token is not for: it is as if it did not exist. */
export function assertReaches(actor: Actor, accountId: string, what: Named = 'account'): void {
  if (!mayReach(actor, accountId)) throw notFound(what);
}

/** @throws {Refusal} FORBIDDEN for a token that is narrowed to accounts: what it asks for is about all of them. */
export function assertWholeLedger({ accountIds }: Actor): void {
  if (accountIds) throw new Refusal('FORBIDDEN', 'This token is for some accounts only.');
}
