import type { Transaction } from 'sequelize';
import type { Outbox, OutboxMessage } from '#application/ports/outbox.ts';
import type { Models } from './models.ts';

export class SequelizeOutbox implements Outbox {
  readonly #models: Models;
  readonly #transaction: Transaction;

  constructor(models: Models, transaction: Transaction) {
    this.#models = models;
    this.#transaction = transaction;
  }

  async add({ id, content, createdAt }: OutboxMessage): Promise<void> {
    const record = { id, content, created_at: createdAt, due_at: createdAt };
    await this.#models.outbox.create(record, { transaction: this.#transaction, returning: false });
  }
}
