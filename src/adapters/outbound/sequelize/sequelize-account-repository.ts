import type { Transaction } from 'sequelize';
import type { AccountRepository } from '#application/ports/account-repository.ts';
import { accountNotEmpty, staleVersion } from '#application/refusal.ts';
import { Account, type AccountKind } from '#domain/ledger/account.ts';
import type { AccountRecord, Models } from './models.ts';
import { FOREIGN_KEY_VIOLATION, vendorError } from './sqlstate.ts';

export class SequelizeAccountRepository implements AccountRepository {
  readonly #models: Models;
  readonly #transaction: Transaction;

  constructor(models: Models, transaction: Transaction) {
    this.#models = models;
    this.#transaction = transaction;
  }

  async find(userId: string, id: string): Promise<Account | null> {
    const found = await this.#models.accounts.findOne({
      where: { user_id: userId, id },
      lock: this.#transaction.LOCK.UPDATE,
      transaction: this.#transaction,
    });
    return found ? accountOf(found.get({ plain: true })) : null;
  }

  async save(account: Account): Promise<void> {
    const record = recordOf(account);
    if (account.version === 1) {
      await this.#models.accounts.create(record, { transaction: this.#transaction, returning: false });
      return;
    }
    const { user_id, id, ...changed } = record;
    const [matched] = await this.#models.accounts.update(changed, {
      where: { user_id, id, version: account.version - 1 },
      transaction: this.#transaction,
    });
    if (matched === 0) throw staleVersion();
  }

  async delete({ userId, id }: Account): Promise<void> {
    try {
      await this.#models.accounts.destroy({ where: { user_id: userId, id }, transaction: this.#transaction });
    } catch (error) {
      if (vendorError(error).code !== FOREIGN_KEY_VIOLATION) throw error;
      throw accountNotEmpty(error);
    }
  }
}

const recordOf = (account: Account): AccountRecord => ({
  user_id: account.userId,
  id: account.id,
  name: account.name,
  currency: account.currency,
  kind: account.kind,
  version: account.version,
  created_at: account.createdAt,
  updated_at: account.updatedAt,
});

const accountOf = (record: AccountRecord): Account =>
  Account.restore({
    id: record.id,
    userId: record.user_id,
    name: record.name,
    currency: record.currency,
    kind: record.kind as AccountKind | null,
    version: record.version,
    createdAt: record.created_at,
    updatedAt: record.updated_at,
  });
