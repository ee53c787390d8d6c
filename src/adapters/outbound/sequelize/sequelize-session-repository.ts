import { Op, QueryTypes, type Sequelize, type Transaction, type WhereOptions } from 'sequelize';
import type { Session, SessionRepository } from '#application/ports/session-repository.ts';
import type { Models, SessionRecord } from './models.ts';

/** Sessions of one user begin one after the other, so that each counts those before it. */
const ADD = `WITH owner AS (SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE)
 INSERT INTO browser_sessions (user_id, id, address, user_agent, created_at, last_seen_at, expires_at)
 SELECT id, $2::uuid, $3::text, $4::text, $5::timestamptz, $6::timestamptz, $7::timestamptz FROM owner`;

/** An id is a UUIDv7, so the newest sessions have the greatest. */
const KEEP_NEWEST = `DELETE FROM browser_sessions WHERE user_id = $1 AND id NOT IN
 (SELECT id FROM browser_sessions WHERE user_id = $1 ORDER BY id DESC LIMIT $2)`;

export class SequelizeSessionRepository implements SessionRepository {
  readonly #sequelize: Sequelize;
  readonly #models: Models;
  readonly #transaction: Transaction;

  constructor(sequelize: Sequelize, models: Models, transaction: Transaction) {
    this.#sequelize = sequelize;
    this.#models = models;
    this.#transaction = transaction;
  }

  async add({ userId, id, client, createdAt, lastSeenAt, expiresAt }: Session): Promise<void> {
    const bind = [userId, id, client.address, client.userAgent, createdAt, lastSeenAt, expiresAt];
    await this.#sequelize.query(ADD, { bind, transaction: this.#transaction });
  }

  async end(userId: string, id: string): Promise<boolean> {
    return (await this.#destroy({ user_id: userId, id })) > 0;
  }

  async renew(userId: string, id: string, nextId: string): Promise<boolean> {
    const where = { user_id: userId, id };
    const [renewed] = await this.#models.sessions.update({ id: nextId }, { where, transaction: this.#transaction });
    return renewed > 0;
  }

  async endAllOf(userId: string, except: string | null): Promise<void> {
    await this.#destroy({ user_id: userId, ...(except === null ? {} : { id: { [Op.ne]: except } }) });
  }

  async keepNewest(userId: string, count: number): Promise<number> {
    return await this.#sequelize.query(KEEP_NEWEST, {
      bind: [userId, count],
      transaction: this.#transaction,
      type: QueryTypes.BULKDELETE,
    });
  }

  async endAll(): Promise<void> {
    await this.#destroy({});
  }

  #destroy(where: WhereOptions<SessionRecord>): Promise<number> {
    return this.#models.sessions.destroy({ where, transaction: this.#transaction });
  }
}
