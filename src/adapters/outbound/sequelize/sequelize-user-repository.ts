import type { Transaction } from 'sequelize';
import type { UserRepository } from '#application/ports/user-repository.ts';
import { emailTaken } from '#application/refusal.ts';
import type { Role } from '#domain/identity/role.ts';
import { User } from '#domain/identity/user.ts';
import type { Models, UserRecord } from './models.ts';
import { UNIQUE_VIOLATION, vendorError } from './sqlstate.ts';

export class SequelizeUserRepository implements UserRepository {
  readonly #models: Models;
  readonly #transaction: Transaction;

  constructor(models: Models, transaction: Transaction) {
    this.#models = models;
    this.#transaction = transaction;
  }

  async findByEmail(email: string): Promise<User | null> {
    const found = await this.#models.users.findOne({
      where: { email },
      lock: this.#transaction.LOCK.UPDATE,
      transaction: this.#transaction,
    });
    return found ? userOf(found.get({ plain: true })) : null;
  }

  async add(user: User, passwordHash: string): Promise<void> {
    try {
      await this.#models.users.create(recordOf(user, passwordHash), {
        transaction: this.#transaction,
        returning: false,
      });
    } catch (error) {
      if (vendorError(error).code !== UNIQUE_VIOLATION) throw error;
      throw emailTaken(error);
    }
  }

  async changePassword(user: User, passwordHash: string): Promise<void> {
    await this.#models.users.update(
      { password_hash: passwordHash, session_epoch: user.sessionEpoch },
      { where: { id: user.id }, transaction: this.#transaction },
    );
  }
}

const recordOf = (user: User, passwordHash: string): UserRecord => ({
  id: user.id,
  email: user.email,
  username: user.username,
  password_hash: passwordHash,
  role: user.role,
  is_active: user.isActive,
  is_verified: user.isVerified,
  time_zone: user.timeZone,
  session_epoch: user.sessionEpoch,
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
    sessionEpoch: record.session_epoch,
    registeredAt: record.registered_at,
  });
