import type { AuditAction } from '#domain/identity/audit-action.ts';
import type { AuditDetails } from './audit-log.ts';
import type { Page } from './page.ts';

export type AuditRow = {
  readonly id: string;
  readonly at: string;
  readonly action: AuditAction;
  readonly actor_id: string | null;
  /** As it is now; null once the user is removed. */
  readonly actor_email: string | null;
  readonly credential_id: string | null;
  readonly address: string | null;
  readonly user_agent: string | null;
  readonly subject_id: string | null;
  readonly subject_email: string | null;
  readonly details: AuditDetails;
};

export type AuditFilter = {
  readonly action?: AuditAction | undefined;
  /** What they did, and what was done to them. */
  readonly userId?: string | undefined;
};

export type AuditPageRequest = {
  readonly filter: AuditFilter;
  readonly limit: number;
  /** The id of the event that the page follows; null: the newest comes first. */
  readonly before: string | null;
};

export interface AuditQueries {
  /** Newest first. */
  list(page: AuditPageRequest): Promise<Page<AuditRow>>;
}
