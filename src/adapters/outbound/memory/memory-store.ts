import type { AccessToken } from '#application/ports/access-token-repository.ts';
import type { StoredAnswer } from '#application/ports/answer-repository.ts';
import type { AuditEvent } from '#application/ports/audit-log.ts';
import type { JobSchedule } from '#application/ports/job-schedule-repository.ts';
import type { MailedToken } from '#application/ports/mailed-token-repository.ts';
import type { HistoryRow } from '#application/ports/operation-queries.ts';
import type { Session } from '#application/ports/session-repository.ts';
import type { User } from '#domain/identity/user.ts';
import type { Account } from '#domain/ledger/account.ts';
import type { InstrumentAlias } from '#domain/ledger/instrument-alias.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { KeptImport } from './kept-import.ts';
import type { KeptJob } from './kept-job.ts';

/** A mailed token; without a digest it is used or void. */
export type KeptMailedToken = Omit<MailedToken, 'digest'> & { readonly digest: string | null };

/** An event with the user whom it concerns. */
export type RecordedEvent = Required<Omit<AuditEvent, 'to'>> & { readonly at: Date; readonly subjectId: string | null };

/** What a Blotter keeps: rows that are replaced and never altered. What belongs to a user has the user first in its key. */
export type MemoryTables = {
  readonly users: Map<string, { readonly user: User; readonly passwordHash: string }>;
  readonly tokens: Map<string, AccessToken>;
  readonly sessions: Map<string, Session>;
  readonly mailedTokens: Map<string, KeptMailedToken>;
  readonly accounts: Map<string, Account>;
  readonly operations: Map<string, Operation>;
  readonly history: Map<string, readonly HistoryRow[]>;
  readonly answers: Map<string, StoredAnswer>;
  readonly audit: RecordedEvent[];
  readonly jobs: Map<string, KeptJob>;
  readonly schedules: Map<string, JobSchedule>;
  readonly aliases: Map<string, InstrumentAlias>;
  readonly imports: Map<string, KeptImport>;
  /** By operation: how it is known again, where it has no id that anybody sees. */
  readonly importKeys: Map<string, string>;
};

/** The database of the memory adapters. */
export class MemoryStore {
  #committed: MemoryTables = {
    users: new Map(),
    tokens: new Map(),
    sessions: new Map(),
    mailedTokens: new Map(),
    accounts: new Map(),
    operations: new Map(),
    history: new Map(),
    answers: new Map(),
    audit: [],
    jobs: new Map(),
    schedules: new Map(),
    aliases: new Map(),
    imports: new Map(),
    importKeys: new Map(),
  };
  #last: Promise<unknown> = Promise.resolve();

  /** What readers see. */
  get committed(): MemoryTables {
    return this.#committed;
  }

  /** Runs the work on a copy, which takes the place of the tables when the work returns. One at a time, in the order of the calls. */
  transaction<T>(work: (tables: MemoryTables) => T | Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      const copy = copyOf(this.#committed);
      const result = await work(copy);
      this.#committed = copy;
      return result;
    });
    this.#last = turn.catch(() => {});
    return turn;
  }
}

const copyOf = (tables: MemoryTables): MemoryTables => ({
  users: new Map(tables.users),
  tokens: new Map(tables.tokens),
  sessions: new Map(tables.sessions),
  mailedTokens: new Map(tables.mailedTokens),
  accounts: new Map(tables.accounts),
  operations: new Map(tables.operations),
  history: new Map(tables.history),
  answers: new Map(tables.answers),
  audit: [...tables.audit],
  jobs: new Map(tables.jobs),
  schedules: new Map(tables.schedules),
  aliases: new Map(tables.aliases),
  imports: new Map(tables.imports),
  importKeys: new Map(tables.importKeys),
});

export const ownedKey = (userId: string, id: string): string => `${userId} ${id}`;
