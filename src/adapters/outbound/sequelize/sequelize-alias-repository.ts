import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import type { AliasRepository } from '#application/ports/alias-repository.ts';
import type { InstrumentAlias } from '#domain/ledger/instrument-alias.ts';

/** Whoever reckons positions holds it too. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('positions ' || $1, 0))`;

type AliasRecord = { alias: string; instrument: string; name: string | null; created_at: Date };

export class SequelizeAliasRepository implements AliasRepository {
  readonly #sequelize: Sequelize;
  readonly #transaction: Transaction;

  constructor(sequelize: Sequelize, transaction: Transaction) {
    this.#sequelize = sequelize;
    this.#transaction = transaction;
  }

  async listForChange(userId: string): Promise<readonly InstrumentAlias[]> {
    await this.#run(LOCK, [userId]);
    const rows = await this.#sequelize.query<AliasRecord>(
      'SELECT alias, instrument, name, created_at FROM instrument_aliases WHERE user_id = $1',
      { bind: [userId], type: QueryTypes.SELECT, transaction: this.#transaction },
    );
    return rows.map(({ created_at: createdAt, ...alias }) => ({ userId, ...alias, createdAt }));
  }

  async save({ userId, alias, instrument, name, createdAt }: InstrumentAlias): Promise<void> {
    await this.#forgetPositions(userId, alias, instrument);
    await this.#run(
      `INSERT INTO instrument_aliases (user_id, alias, instrument, name, created_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (user_id, alias) DO UPDATE SET instrument = excluded.instrument, name = excluded.name`,
      [userId, alias, instrument, name, createdAt],
    );
  }

  async delete({ userId, alias, instrument }: InstrumentAlias): Promise<void> {
    await this.#forgetPositions(userId, alias, instrument);
    await this.#run('DELETE FROM instrument_aliases WHERE user_id = $1 AND alias = $2', [userId, alias]);
  }

  /** Of the alias, of the instrument, and of the one that the alias has led to: they are reckoned anew when somebody asks. */
  async #forgetPositions(userId: string, ...names: readonly string[]): Promise<void> {
    const rows = await this.#sequelize.query<{ name: string }>(
      `SELECT DISTINCT name FROM (
         SELECT unnest($2::text[]) AS name UNION ALL SELECT instrument FROM instrument_aliases WHERE user_id = $1 AND alias = ANY ($2)
       ) AS those
       UNION SELECT alias FROM instrument_aliases WHERE user_id = $1 AND instrument IN (
         SELECT unnest($2::text[]) UNION SELECT instrument FROM instrument_aliases WHERE user_id = $1 AND alias = ANY ($2))`,
      { bind: [userId, names], type: QueryTypes.SELECT, transaction: this.#transaction },
    );
    const all = rows.map(({ name }) => name);
    for (const table of ['positions', 'position_checkpoints'])
      await this.#run(`DELETE FROM ${table} WHERE user_id = $1 AND instrument = ANY ($2)`, [userId, all]);
    await this.#run(
      `INSERT INTO position_changes (user_id, account_id, instrument, currency, since)
       SELECT user_id, account_id, instrument, CASE type WHEN 'split' THEN '' ELSE coalesce(currency, '') END, min(date)
       FROM operations WHERE user_id = $1 AND instrument = ANY ($2) GROUP BY 1, 2, 3, 4`,
      [userId, all],
    );
  }

  async #run(statement: string, bind: readonly unknown[]): Promise<void> {
    await this.#sequelize.query(statement, { bind: [...bind], transaction: this.#transaction });
  }
}
