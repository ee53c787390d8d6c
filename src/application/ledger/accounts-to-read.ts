import { type Actor, assertReaches } from '../identity/actor.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import { notFound } from '../refusal.ts';

/**
 * The accounts that a read is about: the one that is asked for, else those that the token is for, else all (null).
 * @throws {Refusal} NOT_FOUND when the account is not the owner's.
 */
export async function accountsToRead(
  accounts: AccountQueries,
  actor: Actor,
  owner: string,
  accountId: string | undefined,
): Promise<readonly string[] | null> {
  if (accountId === undefined) return actor.accountIds ?? null;
  assertReaches(actor, accountId);
  if ((await accounts.find(owner, accountId)) === null) throw notFound('account');
  return [accountId];
}
