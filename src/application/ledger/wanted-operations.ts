import { type Cut, cutBefore } from '#domain/ledger/cut.ts';
import type { Instant } from '#domain/shared/instant.ts';
import type { Actor } from '../identity/actor.ts';
import type { OperationFilter } from '../ports/operation-queries.ts';
import type { UserQueries } from '../ports/user-queries.ts';

/** What somebody narrows a list to. A bare date is a day in the owner's time zone. */
export type WantedOperations = Omit<OperationFilter, 'accountIds' | 'from' | 'to'> & {
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
};

/** The same for the owner's ledger, so far as the actor reaches. */
export async function filterFor(
  users: UserQueries,
  actor: Actor,
  owner: string,
  { from, to, ...wanted }: WantedOperations,
): Promise<OperationFilter> {
  const hasDay = from?.precision === 'day' || to?.precision === 'day';
  const timeZone = (hasDay ? await users.findById(owner) : null)?.timeZone ?? 'UTC';
  const cut = (end: Instant | undefined): Cut | undefined => end && cutBefore(end, timeZone);
  return { ...wanted, from: cut(from), to: cut(to), accountIds: actor.accountIds ?? undefined };
}
