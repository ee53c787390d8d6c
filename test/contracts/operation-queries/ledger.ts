import type { OperationFilter, OperationPlace } from '#application/ports/operation-queries.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { anOperationDraft } from '#test/domain/builders.ts';
import { anOperationOf, bookAll, type Settler, settle } from '../settlers.ts';
import type { OpenStore, Store } from '../stores/store.ts';

type Ask = { filter?: OperationFilter; newestFirst?: boolean; limit?: number; after?: OperationPlace | null };

/** A store for a suite, and the ledger of a new user in it for each test. */
export class Ledger {
  store!: Store;
  ada!: Settler;

  /** Made by the hooks of the suite that calls this. */
  static ofEachTest(open: OpenStore): Ledger {
    const ledger = new Ledger();
    before(async () => {
      ledger.store = await open();
    });
    after(() => ledger.store.close());
    beforeEach(async () => {
      ledger.ada = await settle(ledger.store);
    });
    return ledger;
  }

  page({ filter = {}, newestFirst = false, limit = 200, after = null }: Ask = {}, userId = this.ada.user.id) {
    return this.store.operations.page(userId, { filter, newestFirst, limit, after });
  }

  aBuy(draft: OperationDraft = {}): Operation {
    return anOperationOf(this.ada, anOperationDraft(draft));
  }

  async bookBuys(...drafts: OperationDraft[]): Promise<Operation[]> {
    const operations = drafts.map((draft) => this.aBuy(draft));
    await bookAll(this.store, operations);
    return operations;
  }
}
