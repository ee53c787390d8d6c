import type { Repositories, UnitOfWork } from '#application/ports/unit-of-work.ts';
import { MemoryAccessTokenRepository } from './memory-access-token-repository.ts';
import { MemoryAccountRepository } from './memory-account-repository.ts';
import { MemoryAliasRepository } from './memory-alias-repository.ts';
import { MemoryAnswerRepository } from './memory-answer-repository.ts';
import { MemoryAuditLog } from './memory-audit-log.ts';
import { MemoryImportRepository } from './memory-import-repository.ts';
import { MemoryJobRepository } from './memory-job-repository.ts';
import { MemoryJobScheduleRepository } from './memory-job-schedule-repository.ts';
import { MemoryMailedTokenRepository } from './memory-mailed-token-repository.ts';
import { MemoryOperationRepository } from './memory-operation-repository.ts';
import { MemorySessionRepository } from './memory-session-repository.ts';
import type { MemoryStore } from './memory-store.ts';
import { MemoryUserRepository } from './memory-user-repository.ts';

/** Units of work that meet run one after the other, so nothing that one has loaded is changed under it. */
export class MemoryUnitOfWork implements UnitOfWork {
  readonly #store: MemoryStore;
  readonly #now: () => Date;

  /** @param now by which jobs are due. */
  constructor(store: MemoryStore, now = () => new Date()) {
    this.#store = store;
    this.#now = now;
  }

  run<T>(work: (repositories: Repositories) => Promise<T>): Promise<T> {
    return this.#store.transaction((tables) =>
      work({
        users: new MemoryUserRepository(tables),
        tokens: new MemoryAccessTokenRepository(tables),
        sessions: new MemorySessionRepository(tables),
        mailedTokens: new MemoryMailedTokenRepository(tables),
        accounts: new MemoryAccountRepository(tables),
        operations: new MemoryOperationRepository(tables),
        aliases: new MemoryAliasRepository(tables),
        answers: new MemoryAnswerRepository(tables),
        imports: new MemoryImportRepository(tables),
        audit: new MemoryAuditLog(tables),
        jobs: new MemoryJobRepository(tables, this.#now),
        schedules: new MemoryJobScheduleRepository(tables, this.#now),
      }),
    );
  }
}
