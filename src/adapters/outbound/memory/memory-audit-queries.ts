import type { AuditFilter, AuditPageRequest, AuditQueries, AuditRow } from '#application/ports/audit-queries.ts';
import type { Page } from '#application/ports/page.ts';
import type { MemoryStore, RecordedEvent } from './memory-store.ts';
import { pageOf } from './page-of.ts';

export class MemoryAuditQueries implements AuditQueries {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async list({ filter, limit, before }: AuditPageRequest): Promise<Page<AuditRow>> {
    const found = this.#store.committed.audit
      .map((event, index) => ({ id: idOf(index), event }))
      .filter(({ id, event }) => (before === null || id < before) && matches(event, filter))
      .reverse();
    return pageOf(found, limit, ({ id, event }) => this.#rowOf(id, event));
  }

  #rowOf(id: string, { at, action, by, subjectId, details }: RecordedEvent): AuditRow {
    return {
      id,
      at: at.toISOString(),
      action,
      actor_id: by.userId,
      actor_email: this.#emailOf(by.userId),
      credential_id: by.credentialId,
      address: by.client.address,
      user_agent: by.client.userAgent,
      subject_id: subjectId,
      subject_email: this.#emailOf(subjectId),
      details,
    };
  }

  #emailOf(userId: string | null): string | null {
    return this.#store.committed.users.get(userId ?? '')?.user.email ?? null;
  }
}

/** In the order of their recording. */
const idOf = (index: number): string => `00000000-0000-7000-8000-${(index + 1).toString(16).padStart(12, '0')}`;

const matches = ({ action, by, subjectId }: RecordedEvent, filter: AuditFilter): boolean =>
  (filter.action === undefined || filter.action === action) &&
  (filter.userId === undefined || filter.userId === by.userId || filter.userId === subjectId);
