import type { User } from '#domain/identity/user.ts';

export interface UserRepository {
  /** The user, locked until the unit of work ends; null when there is none. */
  findByEmail(email: string): Promise<User | null>;

  /**
   * Adds a user with the PHC string of the password.
   * @throws {Refusal} EMAIL_TAKEN, also when two register at once.
   */
  add(user: User, passwordHash: string): Promise<void>;

  /** Stores a new password and the user's new session epoch. */
  changePassword(user: User, passwordHash: string): Promise<void>;
}
