import type { Role } from '#domain/identity/role.ts';
import type { Scope } from '#domain/identity/scope.ts';

/** By what somebody was let in. */
export type Credential = {
  readonly kind: 'session' | 'token';
  readonly id: string;
  readonly createdAt: Date;
  /** To the minute; null: this is the first use. */
  readonly lastUsedAt: Date | null;
  /** Null: never. */
  readonly expiresAt: Date | null;
};

/** Who stands behind a credential, as far as every request must know it. */
export type Principal = {
  readonly userId: string;
  readonly role: Role;
  /** Null: all that the user may. */
  readonly scopes: readonly Scope[] | null;
  /** Null: all accounts. */
  readonly accountIds: readonly string[] | null;
  readonly credential: Credential;
};

/** The look-ups that every request makes. Never stale: a revoked credential is refused by the very next request. */
export interface PrincipalQueries {
  /** The active owner of a living access token; null for an unknown, revoked or expired one, and for a disabled user. */
  findByToken(tokenDigest: string, now: Date): Promise<Principal | null>;

  /** The active user of a living session; null for an unknown, ended or expired one, and for a disabled user. */
  findBySession(userId: string, sessionId: string, now: Date): Promise<Principal | null>;
}
