import { type Actor, mayReach } from '../identity/actor.ts';
import type { AccountQueries } from '../ports/account-queries.ts';

/** The account of an operation that names none. Null when there is none, or when the token is not for it. */
export async function defaultAccount(accounts: AccountQueries, actor: Actor): Promise<string | null> {
  const id = await accounts.findDefault(actor.userId);
  return id !== null && mayReach(actor, id) ? id : null;
}
