import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { type Import, OPEN_STATES } from '#application/imports/import.ts';
import type { ImportRepository } from '#application/ports/import-repository.ts';
import { staleVersion } from '#application/refusal.ts';

type ImportRecord = {
  readonly id: string;
  readonly state: Import['state'];
  readonly file_name: string | null;
  readonly size: string;
  readonly account_id: string | null;
  readonly corrections: Import['corrections'];
  readonly inspection: Import['inspection'];
  readonly counts: Import['counts'];
  readonly new_accounts: Import['newAccounts'];
  readonly job_id: string | null;
  readonly job_is_over: boolean;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
};

const ADD = `INSERT INTO imports (user_id, id, state, file_name, size, account_id, corrections, job_id, version, created_at, updated_at)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
const FIND = `SELECT i.*, i.job_id IS NOT NULL AND NOT EXISTS (
  SELECT FROM jobs j WHERE j.user_id = i.user_id AND j.id = i.job_id AND j.state IN ('waiting', 'running')) AS job_is_over
 FROM imports i WHERE i.user_id = $1 AND i.id = $2 FOR UPDATE OF i`;
const SAVE = `UPDATE imports SET state = $3, size = $4, account_id = $5, corrections = $6, job_id = $7, version = $8, updated_at = $9
 WHERE user_id = $1 AND id = $2 AND version = $8 - 1 RETURNING id`;
const DELETE = 'DELETE FROM imports WHERE user_id = $1 AND id = $2';
const COUNT = `SELECT count(*)::int AS open FROM imports WHERE user_id = $1 AND state = ANY ($2)`;

export class SequelizeImportRepository implements ImportRepository {
  readonly #sequelize: Sequelize;
  readonly #transaction: Transaction;

  constructor(sequelize: Sequelize, transaction: Transaction) {
    this.#sequelize = sequelize;
    this.#transaction = transaction;
  }

  async add(file: Import): Promise<void> {
    const { userId, id, state, fileName, size, accountId, corrections, jobId, version, createdAt, updatedAt } = file;
    const said = JSON.stringify(corrections);
    await this.#rows(ADD, [userId, id, state, fileName, size, accountId, said, jobId, version, createdAt, updatedAt]);
  }

  async find(userId: string, id: string): Promise<Import | null> {
    const [row] = await this.#rows<ImportRecord>(FIND, [userId, id]);
    return row ? importOf(userId, row) : null;
  }

  async save({ userId, id, state, size, accountId, corrections, jobId, version, updatedAt }: Import): Promise<void> {
    const changed = [state, size, accountId, JSON.stringify(corrections), jobId, version, updatedAt];
    if ((await this.#rows(SAVE, [userId, id, ...changed])).length === 0) throw staleVersion();
  }

  async delete({ userId, id }: Import): Promise<void> {
    await this.#rows(DELETE, [userId, id]);
  }

  async countOpen(userId: string): Promise<number> {
    const [row] = await this.#rows<{ readonly open: number }>(COUNT, [userId, OPEN_STATES]);
    return row?.open ?? 0;
  }

  #rows<Row extends object>(text: string, bind: unknown[]): Promise<Row[]> {
    return this.#sequelize.query<Row>(text, { bind, type: QueryTypes.SELECT, transaction: this.#transaction });
  }
}

const importOf = (userId: string, row: ImportRecord): Import => ({
  userId,
  id: row.id,
  state: row.state,
  fileName: row.file_name,
  size: Number(row.size),
  accountId: row.account_id,
  corrections: row.corrections,
  inspection: row.inspection,
  counts: row.counts,
  newAccounts: row.new_accounts,
  jobId: row.job_id,
  jobIsOver: row.job_is_over,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
