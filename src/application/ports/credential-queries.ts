import type { Scope } from '#domain/identity/scope.ts';

/** Where somebody is signed in: a browser by a cookie, or a program by the token of a login. */
export type SignedInRow = {
  readonly id: string;
  readonly kind: 'cookie' | 'bearer';
  readonly address: string | null;
  readonly user_agent: string | null;
  readonly created_at: string;
  readonly last_seen_at: string | null;
  readonly expires_at: string;
};

export type TokenRow = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly account_ids: readonly string[] | null;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
};

/** What the owner sees of their sessions and tokens; never a secret, and nothing that has expired. */
export interface CredentialQueries {
  /** Newest first. */
  listSignedIn(userId: string, now: Date): Promise<readonly SignedInRow[]>;

  /** Personal access tokens in the order of their making. */
  listTokens(userId: string, now: Date): Promise<readonly TokenRow[]>;
}
