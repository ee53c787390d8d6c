import type { MailedTokenPurpose } from '../ports/mailed-token-repository.ts';
import type { Mail } from '../ports/mailer.ts';
import type { ReportPlan } from '../reports/report-plan.ts';
import type { Queue } from './job.ts';

/** What can be done in the background, and what each of them has to know. */
export type TaskPayloads = {
  readonly 'send-mail': Omit<Mail, 'id'>;
  /** Somebody asked for a link by an address that may be nobody's: who answered the request did not look. */
  readonly 'send-link': { readonly purpose: MailedTokenPurpose; readonly email: string };
  readonly purge: Record<string, never>;
  readonly 'dashboard-report': ReportPlan;
  readonly 'read-import': { readonly importId: string };
  readonly 'commit-import': { readonly importId: string };
  readonly 'undo-import': { readonly importId: string };
};

export type TaskName = keyof TaskPayloads;

/** Where each task waits, unless it is sent elsewhere. */
export const USUAL_QUEUE: { readonly [Name in TaskName]: Queue } = {
  'send-mail': 'mail',
  'send-link': 'mail',
  purge: 'bulk',
  'dashboard-report': 'default',
  // Somebody waits for it.
  'read-import': 'default',
  'commit-import': 'bulk',
  'undo-import': 'bulk',
};

export const TASKS = Object.keys(USUAL_QUEUE) as readonly TaskName[];

/** A task with its payload. */
export type JobTask = {
  readonly [Name in TaskName]: { readonly task: Name; readonly payload: TaskPayloads[Name] };
}[TaskName];
