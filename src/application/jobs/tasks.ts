import type { Mail } from '../ports/mailer.ts';

/** What can be done in the background, and what each of them has to know. */
export type TaskPayloads = {
  readonly 'send-mail': Omit<Mail, 'id'>;
  /** Somebody asked for a link by an address that may be nobody's: who answered the request did not look. */
  readonly 'send-link': { readonly kind: 'reset-password' | 'verify-email'; readonly email: string };
  readonly purge: Record<string, never>;
};

export const TASKS = ['send-mail', 'send-link', 'purge'] as const satisfies readonly (keyof TaskPayloads)[];

export type TaskName = keyof TaskPayloads;

/** A task with its payload. */
export type JobTask = {
  readonly [Name in TaskName]: { readonly task: Name; readonly payload: TaskPayloads[Name] };
}[TaskName];
