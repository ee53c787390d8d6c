import type { User } from '#domain/identity/user.ts';

export interface UserRepository {
  /** The user, locked until the unit of work ends; null when there is none. */
  find(id: string): Promise<User | null>;

  /** The same by the address. */
  findByEmail(email: string): Promise<User | null>;

  /** The PHC string of the password; null when there is no such user. */
  findPasswordHash(id: string): Promise<string | null>;

  /** The ids of the active admins, all locked until the unit of work ends, so that no two of them go at once. */
  lockAdmins(): Promise<readonly string[]>;

  /**
   * Adds a user with the PHC string of the password.
   * @throws {Refusal} EMAIL_TAKEN, also when two register at once.
   */
  add(user: User, passwordHash: string): Promise<void>;

  /** Replaces all but the password. @throws {Refusal} EMAIL_TAKEN */
  save(user: User): Promise<void>;

  changePassword(userId: string, passwordHash: string): Promise<void>;

  /** Removes the user with all that is theirs: accounts, operations with their history, tokens, sessions. */
  delete(userId: string): Promise<void>;
}
