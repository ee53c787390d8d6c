import type { RequestHandler } from 'express';
import type { ChangeOperation } from '#application/ledger/change-operation.ts';
import type { DeleteOperation } from '#application/ledger/delete-operation.ts';
import type { FindOperation } from '#application/ledger/find-operation.ts';
import type { ListOperations } from '#application/ledger/list-operations.ts';
import { operationRow } from '#application/ledger/operation-row.ts';
import type { ReadOperationHistory } from '#application/ledger/read-operation-history.ts';
import type { BatchResult, RecordBatch } from '#application/ledger/record-batch.ts';
import type { RecordOperation } from '#application/ledger/record-operation.ts';
import type { ReplaceOperation } from '#application/ledger/replace-operation.ts';
import type { OperationRow } from '#application/ports/operation-queries.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { sendJson, sendNothing } from '../answers.ts';
import type { Produce } from '../caching/cached.ts';
import type { Cursors } from '../cursor.ts';
import { expectedVersion, versionTag } from '../if-match.ts';
import { idOf } from '../path-id.ts';
import { nextOf, readOwner, readPageQuery } from '../query.ts';
import { type Created, repeatable, sendCreated } from '../repeatable-request.ts';
import { actorOf } from '../who-asks.ts';
import { readBatch } from './batch-schema.ts';
import { readOperationQuery } from './operation-query.ts';
import { readOperationDraft } from './operation-schema.ts';
import { batchView, historyView, operationView } from './operation-view.ts';

export type OperationUseCases = {
  readonly record: RecordOperation;
  readonly recordBatch: RecordBatch;
  readonly list: ListOperations;
  readonly find: FindOperation;
  readonly replace: ReplaceOperation;
  readonly change: ChangeOperation;
  readonly delete: DeleteOperation;
  readonly history: ReadOperationHistory;
};

export class OperationController {
  readonly #operations: OperationUseCases;
  readonly #cursors: Cursors;

  constructor(operations: OperationUseCases, cursors: Cursors) {
    this.#operations = operations;
    this.#cursors = cursors;
  }

  readonly list: Produce = async (req, res) => {
    const actor = actorOf(res);
    const { page: request, userId, scope } = readOperationQuery(req, actor.userId, this.#cursors);
    const page = await this.#operations.list.execute(actor, request, userId);
    const next = nextOf(page, ({ date, id }) => this.#cursors.write(scope, [date, id]));
    return { body: JSON.stringify(page.rows.map(operationView)), next };
  };

  readonly create: RequestHandler = async (req, res) => {
    const draft = readOperationDraft(req.body);
    const outcome = await this.#operations.record.execute(actorOf(res), draft, repeatable(req, created));
    sendCreated(res, outcome, created);
  };

  readonly batch: RequestHandler = async (req, res) => {
    const drafts = readBatch(req.body);
    const outcome = await this.#operations.recordBatch.execute(actorOf(res), drafts, repeatable(req, written));
    sendCreated(res, outcome, written, 200);
  };

  readonly read: Produce = async (req, res) => {
    const row = await this.#operations.find.execute(actorOf(res), idOf(req, 'operation'), readOwner(req));
    return { body: JSON.stringify(operationView(row)), etag: tagOf(row) };
  };

  readonly replace: RequestHandler = async (req, res) => {
    const draft = readOperationDraft(req.body);
    const operation = await this.#operations.replace.execute(
      actorOf(res),
      idOf(req, 'operation'),
      draft,
      expectedVersion(req),
    );
    const row = operationRow(operation);
    res.setHeader('ETag', tagOf(row));
    sendJson(res, 200, bodyOf(row));
  };

  readonly change: RequestHandler = async (req, res) => {
    const patch = readOperationDraft(req.body);
    const operation = await this.#operations.change.execute(
      actorOf(res),
      idOf(req, 'operation'),
      patch,
      expectedVersion(req),
    );
    const row = operationRow(operation);
    res.setHeader('ETag', tagOf(row));
    sendJson(res, 200, bodyOf(row));
  };

  readonly delete: RequestHandler = async (req, res) => {
    await this.#operations.delete.execute(actorOf(res), idOf(req, 'operation'), expectedVersion(req));
    sendNothing(res);
  };

  readonly history: Produce = async (req, res) => {
    const [actor, id] = [actorOf(res), idOf(req, 'operation')];
    const { limit, cursor, userId } = readPageQuery(req);
    const scope = { userId: actor.userId, list: `history ${id} ${userId}` };
    const [version = '0'] = this.#cursors.read(scope, cursor);
    const request = { limit, afterVersion: Number(version) };
    const page = await this.#operations.history.execute(actor, id, request, userId);
    const next = nextOf(page, (last) => this.#cursors.write(scope, [String(last.version)]));
    return { body: JSON.stringify(page.rows.map(historyView)), next };
  };
}

const bodyOf = (row: OperationRow): string => JSON.stringify(operationView(row));

/** An alias gives it another instrument, and no new version. */
const tagOf = ({ version, instrument, figi, isin, symbol }: OperationRow): string =>
  versionTag(version, instrument === null || instrument === (figi ?? isin ?? symbol) ? undefined : instrument);

const written = (results: readonly BatchResult[]): Created => ({ body: JSON.stringify(results.map(batchView)) });

function created(operation: Operation): Created {
  const row = operationRow(operation);
  return { location: `/api/v1/operations/${row.id}`, etag: tagOf(row), body: bodyOf(row) };
}
