import type { Aliases } from '#application/ledger/instruments.ts';
import type { InstrumentQueries, InstrumentRow } from '#application/ports/instrument-queries.ts';
import type { NamedStatement, Pools } from './connect.ts';
import { readAliases } from './read-aliases.ts';
import { readRows } from './read-rows.ts';
import { present } from './row-text.ts';

const lastOf = (name: string): string =>
  `(array_agg(${name} ORDER BY last_date DESC) FILTER (WHERE ${name} IS NOT NULL))[1]`;

const LIST: NamedStatement = {
  name: 'instruments',
  text: `WITH own AS (
 SELECT instrument, min(name) FILTER (WHERE place = 1) AS name, json_agg(json_build_object('alias', alias, 'name', name) ORDER BY alias COLLATE "C") AS aliases
 FROM (SELECT instrument, alias, name,
   row_number() OVER (PARTITION BY instrument ORDER BY name IS NULL, alias COLLATE "C") AS place FROM instrument_aliases WHERE user_id = $1)
 GROUP BY instrument
), held AS (
 SELECT instrument, ${lastOf('figi')} AS figi, ${lastOf('isin')} AS isin, ${lastOf('symbol')} AS symbol, sum(operations) AS operations
 FROM positions WHERE user_id = $1 AND ($2::uuid[] IS NULL OR account_id = ANY ($2)) GROUP BY instrument
)
SELECT instrument, figi, isin, symbol, own.name, coalesce(aliases, '[]'), coalesce(operations, 0)
FROM held FULL JOIN own USING (instrument) ORDER BY instrument COLLATE "C"`,
};

export class PostgresInstrumentQueries implements InstrumentQueries {
  readonly #pools: Pools;
  readonly #refresh: (userId: string) => Promise<void>;

  /** @param refresh brings up to date what is kept of positions: instruments are read from them. */
  constructor(pools: Pools, refresh: (userId: string) => Promise<void>) {
    this.#pools = pools;
    this.#refresh = refresh;
  }

  async list(userId: string, accountIds: readonly string[] | null): Promise<readonly InstrumentRow[]> {
    await this.#refresh(userId);
    return (await readRows(this.#pools.lists, LIST, [userId, accountIds])).map((row) => ({
      instrument: present(row[0]),
      figi: row[1] ?? null,
      isin: row[2] ?? null,
      symbol: row[3] ?? null,
      name: row[4] ?? null,
      aliases: JSON.parse(present(row[5])),
      operations: Number(row[6]),
    }));
  }

  aliases(userId: string): Promise<Aliases> {
    return readAliases(this.#pools.lookups, userId);
  }
}
