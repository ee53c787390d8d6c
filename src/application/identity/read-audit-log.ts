import type { AuditPageRequest, AuditQueries, AuditRow } from '../ports/audit-queries.ts';
import type { Page } from '../ports/page.ts';
import { type Actor, assertAdmin } from './actor.ts';

export class ReadAuditLog {
  readonly #audit: AuditQueries;

  constructor(audit: AuditQueries) {
    this.#audit = audit;
  }

  /** Newest first. @throws {Refusal} FORBIDDEN for all but admins. */
  async execute(admin: Actor, page: AuditPageRequest): Promise<Page<AuditRow>> {
    assertAdmin(admin);
    return this.#audit.list(page);
  }
}
