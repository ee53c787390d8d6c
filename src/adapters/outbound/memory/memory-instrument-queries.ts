import type { InstrumentQueries, InstrumentRow } from '#application/ports/instrument-queries.ts';
import { compareInTime } from '#domain/ledger/operation-order.ts';
import type { MemoryStore, MemoryTables } from './memory-store.ts';

export const aliasesOf = ({ aliases }: MemoryTables, userId: string): ReadonlyMap<string, string> =>
  new Map([...aliases.values()].filter((each) => each.userId === userId).map((each) => [each.alias, each.instrument]));

export class MemoryInstrumentQueries implements InstrumentQueries {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async list(userId: string, accountIds: readonly string[] | null): Promise<readonly InstrumentRow[]> {
    const { operations, aliases } = this.#store.committed;
    const leading = aliasesOf(this.#store.committed, userId);
    const own = [...aliases.values()].filter((each) => each.userId === userId).sort(byText(({ alias }) => alias));
    const rows = new Map<string, InstrumentRow>();
    const rowOf = (instrument: string): InstrumentRow => {
      const its = own.filter((each) => each.instrument === instrument);
      const names = { figi: null, isin: null, symbol: null, name: its.find(({ name }) => name !== null)?.name ?? null };
      const told = its.map(({ alias, name }) => ({ alias, name }));
      return rows.get(instrument) ?? { instrument, ...names, aliases: told, operations: 0 };
    };
    for (const { instrument } of own) rows.set(instrument, rowOf(instrument));
    const ordered = [...operations.values()].sort((one, other) =>
      compareInTime({ id: one.id, ...one.fields }, { id: other.id, ...other.fields }),
    );
    for (const operation of ordered) {
      const { accountId, figi, isin, symbol } = operation.fields;
      const { instrument } = operation.knownBy(leading);
      if (operation.userId !== userId || instrument === null || accountIds?.includes(accountId) === false) continue;
      const row = rowOf(instrument);
      const names = { figi: figi ?? row.figi, isin: isin ?? row.isin, symbol: symbol ?? row.symbol };
      rows.set(instrument, { ...row, ...names, operations: row.operations + 1 });
    }
    return [...rows.values()].sort(byText(({ instrument }) => instrument));
  }

  async aliases(userId: string): Promise<ReadonlyMap<string, string>> {
    return aliasesOf(this.#store.committed, userId);
  }
}

const byText =
  <Each>(text: (each: Each) => string) =>
  (one: Each, other: Each): number =>
    text(one) < text(other) ? -1 : 1;
