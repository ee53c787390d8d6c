import type { Credential } from './principal-queries.ts';

/** Keeps when a credential was last used. */
export interface CredentialUsage {
  /** Written when the minute before `now` saw no use. A session also gets a new end. Never fails a request: what cannot be written is left. */
  record(userId: string, credential: Credential, now: Date): Promise<void>;
}
