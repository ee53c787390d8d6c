import type { Pool, PoolClient } from 'pg';
import { type Aliases, instrumentOf, namesOf } from '#application/ledger/instruments.ts';
import { listedPositions } from '#application/ledger/listed-positions.ts';
import { PositionTeller, type Teller } from '#application/ledger/position-teller.ts';
import { StoryTeller } from '#application/ledger/story-teller.ts';
import { pageOfLongRows } from '#application/ledger/text-page.ts';
import {
  type EntriesRequest,
  type Positions,
  type PositionsRequest,
  type TextPage,
  TooManyOperations,
} from '#application/ports/positions.ts';
import { type NamedStatement, rowsIn } from './connect.ts';
import { catchUp, LOCK, TRY_LOCK } from './positions/catch-up.ts';
import { areCostly, ENTRY_COLUMNS, entryOf, IN_TIME } from './positions/entry-rows.ts';
import { keptPositions } from './positions/kept-positions.ts';
import { streamRows } from './positions/stream-rows.ts';
import { translated } from './postgres-errors.ts';
import { ALIASES, aliasesOf } from './read-aliases.ts';
import { present } from './row-text.ts';
import type { TextRow } from './text-rows.ts';

const ARE_STALE: NamedStatement = {
  name: 'positions-are-stale',
  text: 'SELECT FROM position_changes WHERE user_id = $1 LIMIT 1',
};

const IS_KNOWN: NamedStatement = {
  name: 'instrument-is-known',
  text: `SELECT FROM operations o WHERE o.user_id = $1 AND o.instrument IS NOT NULL AND ($2::uuid[] IS NULL OR o.account_id = ANY ($2))
 AND ($3::text[] IS NULL OR o.instrument = ANY ($3)) LIMIT 1`,
};

const ENTRIES = `SELECT o.account_id, o.instrument, ${ENTRY_COLUMNS} FROM operations o
 WHERE o.user_id = $1 AND o.instrument IS NOT NULL AND ($2::uuid[] IS NULL OR o.account_id = ANY ($2))
 AND ($3::text[] IS NULL OR o.instrument = ANY ($3))
 AND ($4::timestamptz IS NULL OR o.date < CASE o.date_precision WHEN 'day' THEN $5::timestamptz ELSE $4 END)
 ORDER BY ${IN_TIME}`;

const aliasesIn = async (client: PoolClient, userId: string): Promise<Aliases> =>
  aliasesOf(await rowsIn(client, ALIASES, [userId]));

/**
 * Positions that are kept, and caught up with what was written since when somebody asks. What was before some instant, and the stories, are reckoned
 * anew.
 */
export class PostgresPositions implements Positions {
  readonly #pool: Pool;
  readonly #limit: number;

  /** @param limit of operations to reckon with in one call: more of them are refused with TooManyOperations. */
  constructor(pool: Pool, limit = Number.POSITIVE_INFINITY) {
    this.#pool = pool;
    this.#limit = limit;
  }

  async list(userId: string, request: PositionsRequest, entries: EntriesRequest): Promise<TextPage> {
    if (request.cut !== null) return this.#told(userId, request, new PositionTeller(request.fees, entries));
    return this.#connected(async (client) => {
      await this.#catchUp(client, userId);
      const instrument =
        request.instrument === null ? null : instrumentOf(request.instrument, await aliasesIn(client, userId));
      const rows = await keptPositions(client, userId, { ...request, instrument }, entries, this.#isHere);
      return pageOfLongRows(listedPositions(rows, entries.after), entries.limit);
    });
  }

  async explain(userId: string, request: PositionsRequest, entries: EntriesRequest): Promise<TextPage> {
    return this.#told(userId, request, new StoryTeller(request.fees, entries));
  }

  isKnown(userId: string, { accountIds, instrument }: Omit<PositionsRequest, 'fees' | 'cut'>): Promise<boolean> {
    return this.#connected(async (client) => {
      const names = instrument === null ? null : namesOf(instrument, await aliasesIn(client, userId));
      return (await rowsIn(client, IS_KNOWN, [userId, accountIds, names])).length > 0;
    });
  }

  /** Brings up to date what is kept. */
  async refresh(userId: string): Promise<void> {
    await this.#connected((client) => this.#catchUp(client, userId));
  }

  get #isHere(): boolean {
    return Number.isFinite(this.#limit);
  }

  async #catchUp(client: PoolClient, userId: string): Promise<void> {
    if ((await rowsIn(client, ARE_STALE, [userId])).length === 0) return;
    await this.#transaction(client, async () => {
      // Who has it may be at much work: that is waited for elsewhere.
      const [locked] = await rowsIn(client, this.#isHere ? TRY_LOCK : LOCK, [userId]);
      if (locked?.[0] === 'f') throw new TooManyOperations();
      if (!(await catchUp(client, userId, this.#limit))) throw new TooManyOperations();
    });
  }

  #told(userId: string, { accountIds, instrument, cut }: PositionsRequest, teller: Teller): Promise<TextPage> {
    return this.#connected((client) =>
      this.#transaction(client, async () => {
        const aliases = await aliasesIn(client, userId);
        const names = instrument === null ? null : namesOf(instrument, aliases);
        const values = [userId, accountIds, names, cut?.before ?? null, cut?.beforeDay ?? null];
        for await (const rows of this.#entries(client, values))
          for (const [account, name, ...columns] of rows)
            teller.tell(present(account), instrumentOf(present(name), aliases), entryOf(columns));
        return teller.page();
      }),
    );
  }

  async *#entries(client: PoolClient, values: unknown[]): AsyncIterable<readonly TextRow[]> {
    if (!this.#isHere) return yield* streamRows(client, { text: ENTRIES }, values);
    const rows = await rowsIn(client, { text: `${ENTRIES} LIMIT $6` }, [...values, this.#limit + 1]);
    if (areCostly(rows, this.#limit)) throw new TooManyOperations();
    yield rows;
  }

  async #connected<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    try {
      const client = await this.#pool.connect();
      let broken: Error | undefined;
      try {
        return await work(client);
      } catch (error) {
        if (!(error instanceof TooManyOperations)) broken = error as Error;
        throw error;
      } finally {
        client.release(broken);
      }
    } catch (error) {
      throw translated(error);
    }
  }

  async #transaction<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
    await client.query('BEGIN');
    try {
      const outcome = await work();
      await client.query('COMMIT');
      return outcome;
    } catch (error) {
      // Where the connection is lost, so is the transaction.
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}
