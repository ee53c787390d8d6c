import type { Role } from '#domain/identity/role.ts';

/** Who stands behind a credential, as far as every request must know it. */
export type Principal = {
  readonly userId: string;
  readonly role: Role;
  /** A session of an earlier epoch is over: a new password or a role change begins a new one. */
  readonly sessionEpoch: number;
};

/** The look-ups that every request makes. Never stale: a revoked credential is refused by the very next request. */
export interface PrincipalQueries {
  /** The active owner of a living access token; null for an unknown, revoked or expired one, and for a disabled user. */
  findByToken(tokenDigest: Buffer, now: Date): Promise<Principal | null>;

  /** An active user; null for an unknown or disabled one. */
  findByUser(userId: string): Promise<Principal | null>;
}
