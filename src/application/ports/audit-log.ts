import type { AuditAction } from '#domain/identity/audit-action.ts';
import type { Client } from './access-token-repository.ts';

/** Who did something, by which session or token, and where they were. */
export type Doer = {
  /** Null: a stranger, or the operator at the command line. */
  readonly userId: string | null;
  readonly credentialId: string | null;
  readonly client: Client;
};

/** Never a secret, and nothing that a stranger typed: it might be one. */
export type AuditDetails = Readonly<Record<string, string | readonly string[] | null>>;

export type AuditEvent = {
  readonly action: AuditAction;
  readonly by: Doer;
  /** Whom it concerns: a user by id, or whoever has the address, if anybody has. Null: nobody in particular. */
  readonly to: { readonly userId: string } | { readonly email: string } | null;
  readonly details?: AuditDetails;
};

/** In a unit of work: what is recorded is there when, and only when, the work is committed. Nobody changes or removes it afterwards. */
export interface AuditLog {
  /** The store gives the event its id and its time, so that no process's clock puts it in another place. */
  record(event: AuditEvent): Promise<void>;
}
