import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { creationOf } from '#application/ledger/creation.ts';
import type {
  ExternalKey,
  HistoryEntry,
  OperationChange,
  OperationRepository,
} from '#application/ports/operation-repository.ts';
import { alreadyExists, notFound, staleVersion } from '#application/refusal.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { HistoryRecord, Models, OperationRecord } from './models.ts';
import { ADD_ALL, columnsOf, SAVE_ALL, WRITE_HISTORY } from './operation-columns.ts';
import { operationOf, operationRecord } from './operation-mapper.ts';
import { FOREIGN_KEY_VIOLATION, UNIQUE_VIOLATION, vendorError } from './sqlstate.ts';

/** One after the other, so that no two that lock the same wait for each other. A source that is compared in both ways is looked up in no index. */
const byKeys = (
  source: string,
): string => `SELECT * FROM operations WHERE user_id = $1 AND account_id = $2 AND ${source}
 AND external_id = ANY ($3::text[]) ORDER BY external_id FOR UPDATE`;
const OF_SOURCE = byKeys('source = $4');
const OF_NO_SOURCE = byKeys('source IS NULL');

/** Adds operations by the connection of a transaction; where the key of one is taken it is false, and none is added. */
export type CopyOperations = (connection: object, operations: readonly Operation[]) => Promise<boolean>;

export class SequelizeOperationRepository implements OperationRepository {
  readonly #sequelize: Sequelize;
  readonly #models: Models;
  readonly #transaction: Transaction;
  readonly #copyOperations: CopyOperations;
  /** As they were when they were loaded, or added. */
  readonly #known = new Map<string, Operation>();

  constructor(sequelize: Sequelize, models: Models, transaction: Transaction, copyOperations: CopyOperations) {
    this.#sequelize = sequelize;
    this.#models = models;
    this.#transaction = transaction;
    this.#copyOperations = copyOperations;
  }

  async find(userId: string, id: string): Promise<Operation | null> {
    const found = await this.#models.operations.findOne({
      where: { user_id: userId, id },
      lock: this.#transaction.LOCK.UPDATE,
      transaction: this.#transaction,
    });
    return found ? this.#remembered(operationOf(found.get({ plain: true }))) : null;
  }

  async save(operation: Operation, entry: HistoryEntry): Promise<void> {
    await this.#refuseTaken(operation);
    const first = operation.version === 2 ? await this.#before(operation) : null;
    const { user_id, id, ...changed } = operationRecord(operation);
    try {
      const [matched] = await this.#models.operations.update(changed, {
        where: { user_id, id, version: operation.version - 1 },
        transaction: this.#transaction,
      });
      if (matched === 0) throw staleVersion();
    } catch (error) {
      const { code } = vendorError(error);
      if (code === FOREIGN_KEY_VIOLATION) throw notFound('account');
      if (code === UNIQUE_VIOLATION) throw alreadyExists(undefined, error);
      throw error;
    }
    await this.#writeHistory(operation, operation.version, entry, first);
  }

  async listByExternalKeys(userId: string, keys: readonly ExternalKey[]): Promise<readonly Operation[]> {
    const groups = Map.groupBy(keys, ({ accountId, source }) => JSON.stringify([accountId, source]));
    const found: Operation[] = [];
    for (const name of [...groups.keys()].sort()) {
      const [accountId, source] = JSON.parse(name) as [string, string | null];
      const ids = (groups.get(name) ?? []).map(({ externalId }) => externalId);
      const bind = [userId, accountId, ids, ...(source === null ? [] : [source])];
      const rows = await this.#sequelize.query<OperationRecord>(source === null ? OF_NO_SOURCE : OF_SOURCE, {
        bind,
        type: QueryTypes.SELECT,
        transaction: this.#transaction,
      });
      found.push(...rows.map((row) => this.#remembered(operationOf(row))));
    }
    return found;
  }

  /**
   * In the order of their keys, so that no two that add the same wait for each other. Who sends again what is there mostly sends again the first of it;
   * else COPY is tried, which can leave out nothing.
   */
  async addAll(operations: readonly Operation[]): Promise<ReadonlySet<string>> {
    const [first, ...others] = operations.toSorted(inOrderOfKeys);
    const taken = await this.#insert(first ? [first] : []);
    if (taken.length > 0 || !(await this.#copied(others))) taken.push(...(await this.#insert(others)));
    const left = new Set(taken.map(({ id }) => id));
    for (const operation of operations) if (!left.has(operation.id)) this.#remembered(operation);
    return left;
  }

  async saveAll(changes: readonly OperationChange[]): Promise<void> {
    if (changes.length === 0) return;
    const last = [...new Map(changes.map(({ operation }) => [operation.id, operation])).values()];
    const saved = await this.#sequelize.query(SAVE_ALL, {
      bind: columnsOf(last),
      type: QueryTypes.SELECT,
      transaction: this.#transaction,
    });
    if (saved.length < last.length) throw staleVersion();
    const rows: HistoryRecord[] = [];
    for (const { operation, entry } of changes) {
      const first = operation.version === 2 ? await this.#before(operation) : null;
      if (first !== null) rows.push(historyRecord(first, 1, creationOf(first)));
      rows.push(historyRecord(operation, operation.version, entry));
    }
    await this.#sequelize.query(WRITE_HISTORY, { bind: historyColumns(rows), transaction: this.#transaction });
  }

  async delete(operation: Operation, entry: HistoryEntry): Promise<void> {
    const { userId, id, version } = operation;
    await this.#models.operations.destroy({ where: { user_id: userId, id }, transaction: this.#transaction });
    await this.#writeHistory(operation, version + 1, entry, version === 1 ? operation : null);
  }

  #copied(operations: readonly Operation[]): Promise<boolean> {
    const { connection } = this.#transaction as unknown as { readonly connection: object };
    return this.#copyOperations(connection, operations).catch(withoutAccount);
  }

  /** @returns those whose key is taken. */
  async #insert(operations: readonly Operation[]): Promise<Operation[]> {
    if (operations.length === 0) return [];
    const bind = columnsOf(operations);
    const added = await this.#sequelize
      .query<{ id: string }>(ADD_ALL, { bind, type: QueryTypes.SELECT, transaction: this.#transaction })
      .catch(withoutAccount);
    const ids = new Set(added.map(({ id }) => id));
    return operations.filter(({ id }) => !ids.has(id));
  }

  /** Asked before the update, as PostgreSQL answers nothing more in a transaction that a violation has ended. */
  async #refuseTaken({ id, userId, fields }: Operation): Promise<void> {
    if (fields.externalId === null) return;
    const taken = await this.#models.operations.findOne({
      attributes: ['id'],
      where: { user_id: userId, account_id: fields.accountId, source: fields.source, external_id: fields.externalId },
      transaction: this.#transaction,
    });
    const takenBy = taken?.get('id') as string | undefined;
    if (takenBy !== undefined && takenBy !== id) throw alreadyExists(takenBy);
  }

  #remembered(operation: Operation): Operation {
    this.#known.set(operation.id, operation);
    return operation;
  }

  async #before({ userId, id }: Operation): Promise<Operation | null> {
    return this.#known.get(id) ?? this.find(userId, id);
  }

  /** @param first the first version, where this is its first change: its history may not have begun. */
  async #writeHistory(
    operation: Operation,
    version: number,
    entry: HistoryEntry,
    first: Operation | null,
  ): Promise<void> {
    const rows = [historyRecord(operation, version, entry)];
    if (first !== null) rows.unshift(historyRecord(first, 1, creationOf(first)));
    const options = { ignoreDuplicates: first !== null, transaction: this.#transaction, returning: false };
    await this.#models.history.bulkCreate(rows, options);
  }
}

const historyColumns = (rows: readonly HistoryRecord[]): unknown[] => [
  rows.map((row) => row.user_id),
  rows.map((row) => row.operation_id),
  rows.map((row) => row.version),
  rows.map((row) => row.action),
  rows.map((row) => row.changed_by),
  rows.map((row) => row.changed_at),
  rows.map((row) => JSON.stringify(row.changes)),
];

const historyRecord = ({ userId, id }: Operation, version: number, entry: HistoryEntry): HistoryRecord => ({
  user_id: userId,
  operation_id: id,
  version,
  action: entry.action,
  changed_by: entry.by,
  changed_at: entry.at,
  changes: entry.changes,
});

function withoutAccount(error: unknown): never {
  throw vendorError(error).code === FOREIGN_KEY_VIOLATION ? notFound('account') : error;
}

/** What has no id of its own comes last. */
function inOrderOfKeys({ fields: one }: Operation, { fields: other }: Operation): number {
  return (
    byCodeUnits(one.accountId, other.accountId) ||
    byCodeUnits(one.source ?? '', other.source ?? '') ||
    byCodeUnits(one.externalId ?? LAST, other.externalId ?? LAST)
  );
}

const LAST = '\uffff';
const byCodeUnits = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
