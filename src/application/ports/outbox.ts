import type { Mail } from './mailer.ts';

/** What is to happen after a commit. */
export type OutboxContent =
  | { readonly kind: 'mail'; readonly mail: Omit<Mail, 'id'> }
  /** Somebody asked for a link by an address that may be nobody's: who answered the request did not look. */
  | { readonly kind: 'reset-asked' | 'verification-asked'; readonly email: string };

export type OutboxMessage = { readonly id: string; readonly createdAt: Date; readonly content: OutboxContent };

/** In a unit of work: what is added is done when, and only when, the work is committed. */
export interface Outbox {
  add(message: OutboxMessage): Promise<void>;
}
