import type { AuditEvent, AuditLog } from '#application/ports/audit-log.ts';
import type { MemoryTables } from './memory-store.ts';

export class MemoryAuditLog implements AuditLog {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  async record({ action, by, to, details = {} }: AuditEvent): Promise<void> {
    this.#tables.audit.push({ at: new Date(), action, by, subjectId: to && this.#subjectOf(to), details });
  }

  #subjectOf(to: NonNullable<AuditEvent['to']>): string | null {
    if ('userId' in to) return to.userId;
    return this.#tables.users.values().find(({ user }) => user.email === to.email)?.user.id ?? null;
  }
}
