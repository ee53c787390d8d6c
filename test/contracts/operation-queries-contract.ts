import { operationFilters } from './operation-queries/filters.ts';
import { operationHistory } from './operation-queries/history.ts';
import { Ledger } from './operation-queries/ledger.ts';
import { operationPaging } from './operation-queries/paging.ts';
import { operationRows } from './operation-queries/rows.ts';
import type { OpenStore } from './stores/store.ts';

/** What every OperationQueries does. */
export function operationQueriesContract(adapter: string, open: OpenStore): void {
  describe(`The operation queries (${adapter})`, () => {
    const ledger = Ledger.ofEachTest(open);
    operationRows(ledger);
    operationFilters(ledger);
    operationPaging(ledger);
    operationHistory(ledger);
  });
}
