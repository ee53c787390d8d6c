import type { Sequelize, Transaction, WhereOptions } from 'sequelize';
import type { UserRepository } from '#application/ports/user-repository.ts';
import { emailTaken } from '#application/refusal.ts';
import type { Role } from '#domain/identity/role.ts';
import { User } from '#domain/identity/user.ts';
import type { Models, UserRecord } from './models.ts';
import { UNIQUE_VIOLATION, vendorError } from './sqlstate.ts';

/**
 * In this order: nobody records into an account that is locked, and what was being recorded is seen by the statements after it. The rest
 * goes with the user by its keys.
 */
const DELETE_ALL_OF = [
  'SELECT id FROM accounts WHERE user_id = $1 FOR UPDATE',
  'DELETE FROM operations WHERE user_id = $1',
  'DELETE FROM operation_history WHERE user_id = $1',
  'DELETE FROM position_changes WHERE user_id = $1',
  'DELETE FROM cash_entries WHERE user_id = $1',
  'DELETE FROM idempotency_keys WHERE user_id = $1',
  'DELETE FROM users WHERE id = $1',
];

export class SequelizeUserRepository implements UserRepository {
  readonly #sequelize: Sequelize;
  readonly #models: Models;
  readonly #transaction: Transaction;

  constructor(sequelize: Sequelize, models: Models, transaction: Transaction) {
    this.#sequelize = sequelize;
    this.#models = models;
    this.#transaction = transaction;
  }

  find(id: string): Promise<User | null> {
    return this.#findWhere({ id });
  }

  findByEmail(email: string): Promise<User | null> {
    return this.#findWhere({ email });
  }

  async findPasswordHash(id: string): Promise<string | null> {
    const found = await this.#models.users.findOne({
      attributes: ['password_hash'],
      where: { id },
      transaction: this.#transaction,
    });
    return (found?.get('password_hash') as string | undefined) ?? null;
  }

  async lockAdmins(): Promise<readonly string[]> {
    const admins = await this.#models.users.findAll({
      attributes: ['id'],
      where: { role: 'admin', is_active: true },
      // In one order, so that no two wait for each other.
      order: [['id', 'ASC']],
      lock: this.#transaction.LOCK.UPDATE,
      transaction: this.#transaction,
    });
    return admins.map((admin) => admin.get('id') as string);
  }

  async add(user: User, passwordHash: string): Promise<void> {
    const record = { ...recordOf(user), password_hash: passwordHash };
    await orEmailTaken(this.#models.users.create(record, { transaction: this.#transaction, returning: false }));
  }

  async save(user: User): Promise<void> {
    const { id, ...changed } = recordOf(user);
    await orEmailTaken(this.#models.users.update(changed, { where: { id }, transaction: this.#transaction }));
  }

  async changePassword(userId: string, passwordHash: string): Promise<void> {
    await this.#models.users.update(
      { password_hash: passwordHash },
      { where: { id: userId }, transaction: this.#transaction },
    );
  }

  async delete(userId: string): Promise<void> {
    for (const statement of DELETE_ALL_OF)
      await this.#sequelize.query(statement, { bind: [userId], transaction: this.#transaction });
  }

  async #findWhere(where: WhereOptions<UserRecord>): Promise<User | null> {
    const found = await this.#models.users.findOne({
      where,
      lock: this.#transaction.LOCK.UPDATE,
      transaction: this.#transaction,
    });
    return found ? userOf(found.get({ plain: true })) : null;
  }
}

async function orEmailTaken(writing: Promise<unknown>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (vendorError(error).code !== UNIQUE_VIOLATION) throw error;
    throw emailTaken(error);
  }
}

const recordOf = (user: User): Omit<UserRecord, 'password_hash'> => ({
  id: user.id,
  email: user.email,
  username: user.username,
  role: user.role,
  is_active: user.isActive,
  is_verified: user.isVerified,
  time_zone: user.timeZone,
  registered_at: user.registeredAt,
});

const userOf = (record: UserRecord): User =>
  User.restore({
    id: record.id,
    email: record.email,
    username: record.username,
    role: record.role as Role,
    isActive: record.is_active,
    isVerified: record.is_verified,
    timeZone: record.time_zone,
    registeredAt: record.registered_at,
  });
