import type { Sequelize, Transaction } from 'sequelize';
import type { AuditEvent, AuditLog } from '#application/ports/audit-log.ts';

const RECORD = `INSERT INTO audit_log (action, actor_id, credential_id, address, user_agent, subject_id, details)
 VALUES ($1, $2, $3, $4, $5, coalesce($6::uuid, (SELECT id FROM users WHERE email = $7)), $8)`;

export class SequelizeAuditLog implements AuditLog {
  readonly #sequelize: Sequelize;
  readonly #transaction: Transaction;

  constructor(sequelize: Sequelize, transaction: Transaction) {
    this.#sequelize = sequelize;
    this.#transaction = transaction;
  }

  async record({ action, by, to, details = {} }: AuditEvent): Promise<void> {
    const { address, userAgent } = by.client;
    const userId = to && 'userId' in to ? to.userId : null;
    const email = to && 'email' in to ? to.email : null;
    const bind = [action, by.userId, by.credentialId, address, userAgent, userId, email, JSON.stringify(details)];
    await this.#sequelize.query(RECORD, { bind, transaction: this.#transaction });
  }
}
