import type { AccessTokenRepository } from './access-token-repository.ts';
import type { AccountRepository } from './account-repository.ts';
import type { AliasRepository } from './alias-repository.ts';
import type { AnswerRepository } from './answer-repository.ts';
import type { AuditLog } from './audit-log.ts';
import type { ImportRepository } from './import-repository.ts';
import type { JobRepository } from './job-repository.ts';
import type { JobScheduleRepository } from './job-schedule-repository.ts';
import type { MailedTokenRepository } from './mailed-token-repository.ts';
import type { OperationRepository } from './operation-repository.ts';
import type { SessionRepository } from './session-repository.ts';
import type { UserRepository } from './user-repository.ts';

export type Repositories = {
  readonly users: UserRepository;
  readonly tokens: AccessTokenRepository;
  readonly sessions: SessionRepository;
  readonly mailedTokens: MailedTokenRepository;
  readonly accounts: AccountRepository;
  readonly operations: OperationRepository;
  readonly aliases: AliasRepository;
  readonly answers: AnswerRepository;
  readonly imports: ImportRepository;
  readonly audit: AuditLog;
  readonly jobs: JobRepository;
  readonly schedules: JobScheduleRepository;
};

export interface UnitOfWork {
  /**
   * Runs the work in one transaction: all of it happens when the work returns, nothing of it when the work throws.
   * When a deadlock has undone it, the work is called again.
   * @throws {Refusal} UNAVAILABLE when the database does not answer in time.
   */
  run<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>;
}
