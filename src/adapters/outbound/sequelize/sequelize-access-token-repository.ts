import type { Transaction } from 'sequelize';
import type { AccessToken, AccessTokenRepository } from '#application/ports/access-token-repository.ts';
import type { Models } from './models.ts';

export class SequelizeAccessTokenRepository implements AccessTokenRepository {
  readonly #models: Models;
  readonly #transaction: Transaction;

  constructor(models: Models, transaction: Transaction) {
    this.#models = models;
    this.#transaction = transaction;
  }

  async save({ digest, userId, createdAt, expiresAt }: AccessToken): Promise<void> {
    await this.#models.tokens.create(
      { token_hash: digest, user_id: userId, created_at: createdAt, expires_at: expiresAt },
      { transaction: this.#transaction, returning: false },
    );
  }

  async delete(digest: Buffer): Promise<void> {
    await this.#models.tokens.destroy({ where: { token_hash: digest }, transaction: this.#transaction });
  }

  async deleteAllOf(userId: string): Promise<void> {
    await this.#models.tokens.destroy({ where: { user_id: userId }, transaction: this.#transaction });
  }
}
