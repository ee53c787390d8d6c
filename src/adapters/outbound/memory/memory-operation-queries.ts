import { creationRow } from '#application/ledger/creation.ts';
import { instrumentOf } from '#application/ledger/instruments.ts';
import { operationRow } from '#application/ledger/operation-row.ts';
import type {
  HistoryRow,
  OperationPageRequest,
  OperationPlace,
  OperationQueries,
  OperationRow,
} from '#application/ports/operation-queries.ts';
import type { Page } from '#application/ports/page.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { matches } from './matches.ts';
import { aliasesOf } from './memory-instrument-queries.ts';
import { type MemoryStore, ownedKey } from './memory-store.ts';
import { pageOf } from './page-of.ts';

export class MemoryOperationQueries implements OperationQueries {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async page(userId: string, { filter, newestFirst, limit, after }: OperationPageRequest): Promise<Page<OperationRow>> {
    const direction = newestFirst ? -1 : 1;
    const { operations } = this.#store.committed;
    const aliases = aliasesOf(this.#store.committed, userId);
    const instrument = filter.instrument && instrumentOf(filter.instrument, aliases);
    const found = [...operations.values()]
      .map((operation) => operation.knownBy(aliases))
      .filter((operation) => operation.userId === userId && matches(operation, { ...filter, instrument }))
      .filter((operation) => after === null || direction * compare(placeOf(operation), after) > 0)
      .sort((one, other) => direction * compare(placeOf(one), placeOf(other)));
    return pageOf(found, limit, operationRow);
  }

  async find(userId: string, id: string): Promise<OperationRow | null> {
    const operation = this.#store.committed.operations.get(ownedKey(userId, id));
    return operation ? operationRow(operation.knownBy(aliasesOf(this.#store.committed, userId))) : null;
  }

  async history(userId: string, id: string, page: { limit: number; afterVersion: number }): Promise<Page<HistoryRow>> {
    const { history, operations } = this.#store.committed;
    const operation = operations.get(ownedKey(userId, id));
    const unwritten = operation ? [creationRow(userId, operationRow(operation))] : [];
    const rows = history.get(ownedKey(userId, id)) ?? unwritten;
    const found = rows.filter(({ version }) => version > page.afterVersion);
    return pageOf(found, page.limit, (row) => row);
  }
}

const placeOf = ({ id, fields }: Operation): OperationPlace => ({ date: fields.date, id });

function compare(one: OperationPlace, other: OperationPlace): number {
  return one.date.getTime() - other.date.getTime() || (one.id < other.id ? -1 : Number(one.id > other.id));
}
