import type { User } from '#domain/identity/user.ts';
import type { Page } from './page.ts';

export interface UserQueries {
  /** A user and the PHC string of the password, disabled ones too; null when nobody has that address. */
  findCredentials(email: string): Promise<{ user: User; passwordHash: string } | null>;

  findById(userId: string): Promise<User | null>;

  /** In the order of registration, after the user `after` (from the first when null), at most `limit`. */
  list(page: { limit: number; after: string | null }): Promise<Page<User>>;

  /** Whether an active admin exists. */
  hasAdmin(): Promise<boolean>;
}
