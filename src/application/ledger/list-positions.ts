import { type Cut, cutAfter } from '#domain/ledger/cut.ts';
import type { FeeView } from '#domain/ledger/lot.ts';
import type { Instant } from '#domain/shared/instant.ts';
import { type Actor, ownerToRead } from '../identity/actor.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { EntriesRequest, Positions, PositionsRequest, TextPage } from '../ports/positions.ts';
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
   * Of PositionRow.
   * @throws {Refusal} NOT_FOUND when it is narrowed to an account that is not the owner's.
   */
  async execute(actor: Actor, query: PositionsQuery, entries: EntriesRequest, userId?: string): Promise<TextPage> {
    const owner = ownerToRead(actor, userId);
    return this.#positions.list(owner, await this.#request(actor, owner, query), entries);
  }

  /** The same of one instrument, as StoryRow: with how it came to be. @throws {Refusal} NOT_FOUND, also when nothing at all is of that instrument. */
  async explain(actor: Actor, query: PositionsQuery, entries: EntriesRequest, userId?: string): Promise<TextPage> {
    const owner = ownerToRead(actor, userId);
    const request = await this.#request(actor, owner, query);
    const page = await this.#positions.explain(owner, request, entries);
    // A story proves that the instrument is known, so only an answer without any costs a second look.
    if (page.text !== '[]') return page;
    const everywhere = { instrument: request.instrument, accountIds: actor.accountIds ?? null };
    if (!(await this.#positions.isKnown(owner, everywhere))) throw notFound('instrument');
    return page;
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
