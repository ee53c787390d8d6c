import type { Account } from '#domain/ledger/account.ts';

export interface AccountRepository {
  /** The owner's account, locked until the unit of work ends; null when there is none or it is somebody else's. */
  find(userId: string, id: string): Promise<Account | null>;

  /** Inserts version 1, else replaces the version before. @throws {Refusal} STALE_VERSION when that is not the stored one. */
  save(account: Account): Promise<void>;

  /** @throws {Refusal} ACCOUNT_NOT_EMPTY while an operation belongs to it, also one that is being written right now. */
  delete(account: Account): Promise<void>;
}
