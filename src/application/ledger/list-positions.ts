import { type Cut, cutAfter } from '#domain/ledger/cut.ts';
import type { FeeView } from '#domain/ledger/lot.ts';
import type { Instant } from '#domain/shared/instant.ts';
import { type Actor, ownerToRead } from '../identity/actor.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { Positions, PositionsRequest } from '../ports/positions.ts';
import type { UserQueries } from '../ports/user-queries.ts';
import { notFound } from '../refusal.ts';
import { accountsToRead } from './accounts-to-read.ts';

export type PositionsQuery = {
  readonly accountId: string | undefined;
  readonly instrument: string | undefined;
  readonly fees: FeeView;
  /** With what happened then; a bare date is all of that day in the owner's time zone. */
  readonly asOf: Instant | undefined;
};

/** What is held, and what was gained. */
const NONE = '[]';

export class ListPositions {
  readonly #positions: Positions;
  readonly #accounts: AccountQueries;
  readonly #users: UserQueries;

  constructor(positions: Positions, accounts: AccountQueries, users: UserQueries) {
    this.#positions = positions;
    this.#accounts = accounts;
    this.#users = users;
  }

  /**
   * A JSON array of PositionRow, as text.
   * @throws {Refusal} NOT_FOUND when it is narrowed to an account that is not the owner's.
   */
  async execute(actor: Actor, query: PositionsQuery, userId?: string): Promise<string> {
    const owner = ownerToRead(actor, userId);
    return this.#positions.list(owner, await this.#request(actor, owner, query));
  }

  /** The same of one instrument, as StoryRow: with how it came to be. @throws {Refusal} NOT_FOUND, also when nothing at all is of that instrument. */
  async explain(actor: Actor, query: PositionsQuery, userId?: string): Promise<string> {
    const owner = ownerToRead(actor, userId);
    const request = await this.#request(actor, owner, query);
    const stories = await this.#positions.explain(owner, request);
    if (stories !== NONE) return stories;
    const everywhere = { ...request, accountIds: actor.accountIds ?? null, cut: null };
    if ((await this.#positions.list(owner, everywhere)) === NONE) throw notFound('instrument');
    return NONE;
  }

  async #request(actor: Actor, owner: string, query: PositionsQuery): Promise<PositionsRequest> {
    return {
      accountIds: await accountsToRead(this.#accounts, actor, owner, query.accountId),
      instrument: query.instrument ?? null,
      fees: query.fees,
      cut: query.asOf === undefined ? null : await this.#cut(owner, query.asOf),
    };
  }

  async #cut(owner: string, asOf: Instant): Promise<Cut> {
    const user = asOf.precision === 'day' ? await this.#users.findById(owner) : null;
    return cutAfter(asOf, user?.timeZone ?? 'UTC');
  }
}
