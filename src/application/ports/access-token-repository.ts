import type { Scope } from '#domain/identity/scope.ts';

/** Where a program or a browser was when it signed in, as far as it told. */
export type Client = { readonly address: string | null; readonly userAgent: string | null };

export type AccessToken = {
  readonly id: string;
  readonly digest: string;
  readonly userId: string;
  /** Null: the login of a program. A name makes it a personal access token. */
  readonly name: string | null;
  /** Null: all that its user may. */
  readonly scopes: readonly Scope[] | null;
  /** Null: all accounts. */
  readonly accountIds: readonly string[] | null;
  readonly client: Client;
  readonly createdAt: Date;
  /** Null: never. */
  readonly expiresAt: Date | null;
  /** To the minute; null: not yet. */
  readonly lastUsedAt: Date | null;
};

export interface AccessTokenRepository {
  save(token: AccessToken): Promise<void>;

  /** Kills one token of the user at once; nothing happens when there is none. */
  delete(userId: string, digest: string): Promise<void>;

  /** The same by its id, when it is of that kind; false when there is none. */
  deleteById(userId: string, id: string, kind: 'login' | 'personal'): Promise<boolean>;

  /** How many personal tokens of the user live. */
  countPersonal(userId: string, now: Date): Promise<number>;

  /** Kills the user's oldest logins until so many are left; how many that were. */
  keepNewestLogins(userId: string, count: number): Promise<number>;

  /** Kills the user's tokens: all of them, or those of logins but the one with the id `except`. */
  deleteAllOf(userId: string): Promise<void>;
  deleteLoginsOf(userId: string, except: string | null): Promise<void>;

  /** Kills every login of everybody. */
  deleteAllLogins(): Promise<void>;
}
