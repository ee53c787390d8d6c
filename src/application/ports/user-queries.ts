import type { User } from '#domain/identity/user.ts';

export interface UserQueries {
  /** A user and the PHC string of the password, disabled ones too; null when nobody has that address. */
  findCredentials(email: string): Promise<{ user: User; passwordHash: string } | null>;

  findById(userId: string): Promise<User | null>;
}
