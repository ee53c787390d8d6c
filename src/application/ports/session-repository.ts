import type { Client } from './access-token-repository.ts';

/** Where a browser is signed in. */
export type Session = {
  readonly userId: string;
  readonly id: string;
  readonly client: Client;
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastSeenAt: Date;
  /** Moved on by use, to the end of its longest life. */
  readonly expiresAt: Date;
};

/** Without its row here a session is over, wherever its cookie's data are kept. */
export interface SessionRepository {
  add(session: Session): Promise<void>;

  /** Ends one; false when the user has no such session. */
  end(userId: string, id: string): Promise<boolean>;

  /** Gives one another id, and leaves the rest of it; false when the user has no such session. */
  renew(userId: string, id: string, nextId: string): Promise<boolean>;

  /** Ends the user's sessions but the one with the id `except`. */
  endAllOf(userId: string, except: string | null): Promise<void>;

  /** Ends the user's oldest sessions until so many are left; how many that were. */
  keepNewest(userId: string, count: number): Promise<number>;

  /** Ends everybody's. */
  endAll(): Promise<void>;
}
