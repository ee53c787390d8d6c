import type { Pool } from 'pg';
import type { Aliases } from '#application/ledger/instruments.ts';
import type { NamedStatement } from './connect.ts';
import { readRows } from './read-rows.ts';
import { present } from './row-text.ts';
import type { TextRow } from './text-rows.ts';

export const ALIASES: NamedStatement = {
  name: 'aliases',
  text: 'SELECT alias, instrument FROM instrument_aliases WHERE user_id = $1',
};

export const aliasesOf = (rows: readonly TextRow[]): Aliases =>
  new Map(rows.map(([alias, instrument]) => [present(alias), present(instrument)]));

export const readAliases = async (pool: Pool, userId: string): Promise<Aliases> =>
  aliasesOf(await readRows(pool, ALIASES, [userId]));
