import type { AccountPageRequest, AccountQueries, AccountRow } from '#application/ports/account-queries.ts';
import type { Page } from '#application/ports/page.ts';
import type { NamedStatement, Pools } from './connect.ts';
import { readRows } from './read-rows.ts';
import { BEFORE_ALL, instantText, pageOf, present } from './row-text.ts';

const COLUMNS = 'id, name, currency, kind, version, created_at, updated_at';
const LIST: NamedStatement = {
  name: 'accounts',
  text: `SELECT ${COLUMNS} FROM accounts WHERE user_id = $1 AND id > $2 AND ($4::uuid[] IS NULL OR id = ANY ($4)) ORDER BY id LIMIT $3`,
};
const FIND: NamedStatement = {
  name: 'account-by-id',
  text: `SELECT ${COLUMNS} FROM accounts WHERE user_id = $1 AND id = $2`,
};
const DEFAULT: NamedStatement = {
  name: 'default-account',
  text: 'SELECT id FROM accounts WHERE user_id = $1 ORDER BY id LIMIT 1',
};

export class PostgresAccountQueries implements AccountQueries {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async list(userId: string, { limit, after, only }: AccountPageRequest): Promise<Page<AccountRow>> {
    const rows = await readRows(this.#pools.lists, LIST, [userId, after ?? BEFORE_ALL, limit + 1, only]);
    return pageOf(rows, limit, accountRow);
  }

  async find(userId: string, id: string): Promise<AccountRow | null> {
    const [row] = await readRows(this.#pools.lookups, FIND, [userId, id]);
    return row ? accountRow(row) : null;
  }

  async findDefault(userId: string): Promise<string | null> {
    const [row] = await readRows(this.#pools.lookups, DEFAULT, [userId]);
    return row?.[0] ?? null;
  }
}

const accountRow = ([id, name, currency, kind, version, createdAt, updatedAt]: (string | null)[]): AccountRow => ({
  id: present(id),
  name: present(name),
  currency: present(currency),
  kind: kind ?? null,
  version: Number(version),
  created_at: instantText(present(createdAt)),
  updated_at: instantText(present(updatedAt)),
});
