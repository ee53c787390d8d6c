import { Operation } from '#domain/ledger/operation.ts';
import type { OperationField } from '#domain/ledger/operation-draft.ts';
import { differingFields, plainOperation } from '#domain/ledger/plain-operation.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import type { Violation } from '#domain/shared/violation.ts';
import { BoundedMap } from '../caching/bounded-map.ts';
import type { Clock } from '../ports/clock.ts';
import type { Digest } from '../ports/digest.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import { type ImportKey, type ImportLedger, keyGroupOf, type Repeated } from '../ports/import-ledger.ts';
import { externalKeyOf } from '../ports/operation-repository.ts';
import type { FileAccounts } from './file-accounts.ts';
import type { Import, ImportCounts, NewAccount, RowState, StagedOperation, StagedRow } from './import.ts';
import type { Inspection } from './reading/inspection.ts';
import { OWN_TEMPLATE } from './reading/mapping.ts';
import type { ReadOperation, ReadRow } from './reading/read-row.ts';
import type { CellProblem } from './reading/unreadable-cell.ts';
import { UnkeyedOperations } from './unkeyed-operations.ts';

type Parts = {
  readonly ledger: ImportLedger;
  readonly ids: IdGenerator;
  readonly clock: Clock;
  readonly digest: Digest;
};

/** More than any file has, but for one that makes them up. */
const MOST_GROUPS = 10_000;

/** Of one file. Nobody has so many, and each is kept in memory until the end. */
const MOST_NEW_ACCOUNTS = 10_000;

/** Makes rows ready to be booked: their operations as the domain has them, and whether the ledger knows them. */
export class RowStager {
  readonly #parts: Parts;
  readonly #file: Import;
  readonly #columns: readonly string[];
  readonly #accounts: FileAccounts;
  /** Files of Blotter's own bring their accounts with them; what a broker calls an account may be anything. */
  readonly #bringsAccounts: boolean;
  readonly #newAccounts = new Map<string, NewAccount>();
  readonly #unkeyed: UnkeyedOperations;
  /** Groups of keys, and whether anything is there: on the first import of a broker rows need not be looked up one by one. */
  readonly #groups = new BoundedMap<string, boolean>(MOST_GROUPS);
  readonly #counts: { -readonly [State in keyof ImportCounts]: number } = {
    rows: 0,
    new: 0,
    same: 0,
    doubtful: 0,
    error: 0,
    ignored: 0,
  };

  constructor(parts: Parts, file: Import, { mapping, columns }: Inspection, accounts: FileAccounts) {
    this.#parts = parts;
    this.#file = file;
    this.#columns = columns.map(({ name }) => name);
    this.#accounts = accounts;
    this.#bringsAccounts = mapping?.template === OWN_TEMPLATE;
    this.#unkeyed = new UnkeyedOperations(parts.ledger, parts.digest, file.userId);
  }

  outcome({ same, doubtful }: Repeated): {
    readonly counts: ImportCounts;
    readonly newAccounts: readonly NewAccount[];
  } {
    const staged = this.#counts;
    const counts = {
      ...staged,
      new: staged.new - same - doubtful,
      same: staged.same + same,
      doubtful: staged.doubtful + doubtful,
    };
    return { counts, newAccounts: [...this.#newAccounts.values()] };
  }

  async *staged(batches: AsyncIterable<readonly ReadRow[]>): AsyncGenerator<readonly StagedRow[]> {
    const now = this.#parts.clock.now();
    for await (const batch of batches) {
      const rows = batch.map((row) => this.#read(row, now));
      yield await this.#compared(rows);
    }
  }

  #read(row: ReadRow, now: Date): StagedRow {
    const { number, line, cells, outcome } = row;
    const columns = this.#isUsual(row.columns) ? null : row.columns;
    const common = { number, line, columns, cells, problems: [], reason: null, operations: [] };
    if ('ignored' in outcome) return { ...common, state: 'ignored', reason: outcome.ignored };
    if ('problems' in outcome) return { ...common, state: 'error', problems: outcome.problems };
    const operations: StagedOperation[] = [];
    const problems: CellProblem[] = [];
    for (const read of outcome.operations)
      try {
        operations.push(this.#operation(read, now));
      } catch (error) {
        if (!(error instanceof InvalidFields)) throw error;
        problems.push(...error.violations.map((violation) => problemOf(violation, read)));
      }
    if (problems.length > 0) return { ...common, state: 'error', problems };
    return { ...common, state: 'new', operations };
  }

  #isUsual(columns: readonly string[]): boolean {
    return columns.length === this.#columns.length && columns.every((name, place) => name === this.#columns[place]);
  }

  #operation({ draft, account, externalId }: ReadOperation, now: Date): StagedOperation {
    const accountId = draft.accountId ?? this.#accountOf(account, draft.currency ?? null);
    const operation = Operation.record(this.#parts.ids.next(), this.#file.userId, accountId, draft, now);
    return { operation, importKey: operation.fields.externalId === null ? externalId : null };
  }

  #accountOf(name: string | null, currency: string | null): string | null {
    const main = this.#accounts.main?.id ?? null;
    if (name === null) return main;
    const known = this.#accounts.byName.get(name) ?? this.#newAccounts.get(name);
    if (known !== undefined) return known.id;
    if (!this.#bringsAccounts) return main;
    if (this.#newAccounts.size === MOST_NEW_ACCOUNTS) throw new InvalidFields([TOO_MANY_ACCOUNTS]);
    const made = { id: this.#parts.ids.next(), name, currency: currency ?? this.#accounts.main?.currency ?? 'USD' };
    this.#newAccounts.set(name, made);
    return made.id;
  }

  /** Whether the ledger knows them: a row of several operations is new as long as one of them is. */
  async #compared(rows: readonly StagedRow[]): Promise<readonly StagedRow[]> {
    const known = await this.#knownOf(rows);
    const compared: StagedRow[] = [];
    for (const row of rows) {
      const next = row.state === 'new' ? await this.#comparedRow(row, known) : row;
      this.#counts.rows += 1;
      this.#counts[next.state] += 1;
      compared.push(next);
    }
    return compared;
  }

  async #knownOf(rows: readonly StagedRow[]): Promise<ReadonlyMap<string, Operation>> {
    const keys: ImportKey[] = [];
    for (const { operations } of rows)
      for (const operation of operations) {
        const key = keyOf(operation);
        if (this.#groups.get(keyGroupOf(key)) ?? (await this.#hasAny(key))) keys.push(key);
      }
    if (keys.length === 0) return NONE;
    const known = await this.#parts.ledger.known(this.#file.userId, keys);
    return new Map(known.map(([key, operation]) => [nameOf(key), operation]));
  }

  async #hasAny(key: ImportKey): Promise<boolean> {
    const any = await this.#parts.ledger.hasAny(this.#file.userId, key);
    this.#groups.set(keyGroupOf(key), any);
    return any;
  }

  async #comparedRow(row: StagedRow, known: ReadonlyMap<string, Operation>): Promise<StagedRow> {
    const states = new Set<RowState>();
    const problems: CellProblem[] = [];
    for (const staged of row.operations) {
      const there = known === NONE ? undefined : known.get(nameOf(keyOf(staged)));
      if (there === undefined) {
        states.add((await this.#isThere(staged)) ? 'same' : 'new');
        continue;
      }
      const differing = differingFields(plainOperation(there.fields), plainOperation(staged.operation.fields));
      states.add(differing.length === 0 ? 'same' : 'doubtful');
      if (differing.length > 0) problems.push(difference(differing));
    }
    const state = (['doubtful', 'new', 'same'] as const).find((each) => states.has(each)) ?? 'same';
    return state === 'new' ? row : { ...row, state, problems };
  }

  /** Without a key of its own it may be one that was written by hand, or that an export took from here. */
  async #isThere({ operation, importKey }: StagedOperation): Promise<boolean> {
    return importKey !== null && (await this.#unkeyed.take(operation));
  }
}

const TOO_MANY_ACCOUNTS: Violation = {
  field: 'accountId',
  code: 'TOO_MANY',
  detail: `A file opens ${MOST_NEW_ACCOUNTS} accounts at most.`,
};

const NONE: ReadonlyMap<string, Operation> = new Map();

const keyOf = ({ operation, importKey }: StagedOperation): ImportKey =>
  externalKeyOf(operation) ?? { accountId: operation.fields.accountId, importKey: importKey ?? '' };

const nameOf = (key: ImportKey): string =>
  'importKey' in key
    ? JSON.stringify([key.accountId, key.importKey])
    : JSON.stringify([key.accountId, key.source, key.externalId]);

/** At the column that the field came from. */
function problemOf({ field, code, detail }: Violation, { columns }: ReadOperation): CellProblem {
  const [name = ''] = field.split('/');
  return { column: columns[name as OperationField] ?? null, code, detail };
}

const difference = (fields: readonly OperationField[]): CellProblem => ({
  column: null,
  code: 'DIFFERS',
  detail: `The ledger has another operation under this id: it differs in ${fields.join(', ')}. It stays as it is.`,
});
