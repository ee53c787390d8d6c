import { Op, QueryTypes, type Sequelize, type Transaction, type WhereOptions } from 'sequelize';
import type { AccessToken, AccessTokenRepository } from '#application/ports/access-token-repository.ts';
import { digestBytes } from './digest-bytes.ts';
import type { AccessTokenRecord, Models } from './models.ts';

/** An id is a UUIDv7, so the newest logins have the greatest. */
const KEEP_NEWEST_LOGINS = `DELETE FROM access_tokens WHERE user_id = $1 AND name IS NULL AND id NOT IN
 (SELECT id FROM access_tokens WHERE user_id = $1 AND name IS NULL ORDER BY id DESC LIMIT $2)`;

export class SequelizeAccessTokenRepository implements AccessTokenRepository {
  readonly #sequelize: Sequelize;
  readonly #models: Models;
  readonly #transaction: Transaction;

  constructor(sequelize: Sequelize, models: Models, transaction: Transaction) {
    this.#sequelize = sequelize;
    this.#models = models;
    this.#transaction = transaction;
  }

  async save(token: AccessToken): Promise<void> {
    await this.#models.tokens.create(recordOf(token), { transaction: this.#transaction, returning: false });
  }

  async delete(userId: string, digest: string): Promise<void> {
    await this.#destroy({ user_id: userId, token_hash: digestBytes(digest) });
  }

  async deleteById(userId: string, id: string, kind: 'login' | 'personal'): Promise<boolean> {
    return (await this.#destroy({ user_id: userId, id, name: kind === 'login' ? null : { [Op.ne]: null } })) > 0;
  }

  async countPersonal(userId: string, now: Date): Promise<number> {
    const lives = { [Op.or]: [{ [Op.is]: null }, { [Op.gt]: now }] };
    const where = { user_id: userId, name: { [Op.ne]: null }, expires_at: lives } as WhereOptions<AccessTokenRecord>;
    return await this.#models.tokens.count({ where, transaction: this.#transaction });
  }

  async keepNewestLogins(userId: string, count: number): Promise<number> {
    return await this.#sequelize.query(KEEP_NEWEST_LOGINS, {
      bind: [userId, count],
      transaction: this.#transaction,
      type: QueryTypes.BULKDELETE,
    });
  }

  async deleteAllOf(userId: string): Promise<void> {
    await this.#destroy({ user_id: userId });
  }

  async deleteLoginsOf(userId: string, except: string | null): Promise<void> {
    await this.#destroy({ user_id: userId, name: null, ...(except === null ? {} : { id: { [Op.ne]: except } }) });
  }

  async deleteAllLogins(): Promise<void> {
    await this.#destroy({ name: null });
  }

  /** How many that were. */
  #destroy(where: WhereOptions<AccessTokenRecord>): Promise<number> {
    return this.#models.tokens.destroy({ where, transaction: this.#transaction });
  }
}

const recordOf = (token: AccessToken): AccessTokenRecord => ({
  token_hash: digestBytes(token.digest),
  user_id: token.userId,
  id: token.id,
  name: token.name,
  scopes: token.scopes && [...token.scopes],
  account_ids: token.accountIds && [...token.accountIds],
  address: token.client.address,
  user_agent: token.client.userAgent,
  created_at: token.createdAt,
  expires_at: token.expiresAt,
  last_used_at: token.lastUsedAt,
});
