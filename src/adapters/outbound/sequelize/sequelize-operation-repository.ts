import type { Transaction } from 'sequelize';
import type { HistoryEntry, OperationRepository } from '#application/ports/operation-repository.ts';
import { alreadyExists, notFound, staleVersion } from '#application/refusal.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { Models } from './models.ts';
import { operationOf, operationRecord } from './operation-mapper.ts';
import { FOREIGN_KEY_VIOLATION, UNIQUE_VIOLATION, vendorError } from './sqlstate.ts';

export class SequelizeOperationRepository implements OperationRepository {
  readonly #models: Models;
  readonly #transaction: Transaction;

  constructor(models: Models, transaction: Transaction) {
    this.#models = models;
    this.#transaction = transaction;
  }

  async find(userId: string, id: string): Promise<Operation | null> {
    const found = await this.#models.operations.findOne({
      where: { user_id: userId, id },
      lock: this.#transaction.LOCK.UPDATE,
      transaction: this.#transaction,
    });
    return found ? operationOf(found.get({ plain: true })) : null;
  }

  async save(operation: Operation, entry: HistoryEntry): Promise<void> {
    await this.#refuseTaken(operation);
    const { user_id, id, ...changed } = operationRecord(operation);
    try {
      const [matched] = await this.#models.operations.update(changed, {
        where: { user_id, id, version: operation.version - 1 },
        transaction: this.#transaction,
      });
      if (matched === 0) throw staleVersion();
    } catch (error) {
      const { code } = vendorError(error);
      if (code === FOREIGN_KEY_VIOLATION) throw notFound('account');
      if (code === UNIQUE_VIOLATION) throw alreadyExists(undefined, error);
      throw error;
    }
    await this.#writeHistory(operation, operation.version, entry);
  }

  async delete(operation: Operation, entry: HistoryEntry): Promise<void> {
    const { userId, id, version } = operation;
    await this.#models.operations.destroy({ where: { user_id: userId, id }, transaction: this.#transaction });
    await this.#writeHistory(operation, version + 1, entry);
  }

  /** Asked before the update, as PostgreSQL answers nothing more in a transaction that a violation has ended. */
  async #refuseTaken({ id, userId, fields }: Operation): Promise<void> {
    if (fields.externalId === null) return;
    const taken = await this.#models.operations.findOne({
      attributes: ['id'],
      where: { user_id: userId, account_id: fields.accountId, source: fields.source, external_id: fields.externalId },
      transaction: this.#transaction,
    });
    const takenBy = taken?.get('id') as string | undefined;
    if (takenBy !== undefined && takenBy !== id) throw alreadyExists(takenBy);
  }

  async #writeHistory({ userId, id }: Operation, version: number, entry: HistoryEntry): Promise<void> {
    await this.#models.history.create(
      {
        user_id: userId,
        operation_id: id,
        version,
        action: entry.action,
        changed_by: entry.by,
        changed_at: entry.at,
        changes: entry.changes,
      },
      { transaction: this.#transaction, returning: false },
    );
  }
}
