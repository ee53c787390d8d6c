import { Account } from '#domain/ledger/account.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { aNewUser, anAccountOf, anOperationOf, bookAll, moveIn, type Settler } from '../settlers.ts';
import { openMemoryStore } from './memory-store.ts';
import { openPostgresStore } from './postgres-store.ts';
import type { Store } from './store.ts';

export type SameLedger = {
  /** In memory, and in PostgreSQL. */
  readonly stores: readonly [Store, Store];
  readonly ada: Settler;
  readonly booked: readonly Operation[];
  close(): Promise<unknown>;
};

/** The ledger of one user with these accounts, in memory and in PostgreSQL alike. */
export async function openSameLedger(
  accountIds: readonly [string, string],
  drafts: readonly OperationDraft[],
): Promise<SameLedger> {
  const stores = [await openMemoryStore(), await openPostgresStore()] as const;
  const user = aNewUser();
  const accountOf = (id: string): Account => Account.restore({ ...anAccountOf(user), id });
  const ada = { user, account: accountOf(accountIds[0]) };
  const second = accountOf(accountIds[1]);
  const booked = drafts.map((draft) => anOperationOf(ada, draft));
  for (const store of stores) {
    await moveIn(store, ada);
    await store.unitOfWork.run(({ accounts }) => accounts.save(second));
    await bookAll(store, booked);
  }
  return { stores, ada, booked, close: () => Promise.all(stores.map((store) => store.close())) };
}
