import { answeredBefore, stillRunning } from '#application/ledger/stored-answer.ts';
import type { StoredAnswer } from '#application/ports/answer-repository.ts';
import type { OperationJournal } from '#application/ports/operation-journal.ts';
import type { HistoryEntry } from '#application/ports/operation-repository.ts';
import { REPEATABLE_HOURS } from '#application/ports/repeatable.ts';
import { alreadyExists, notFound } from '#application/refusal.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { type NamedStatement, type Pools, rowsOf } from './connect.ts';
import {
  FOREIGN_KEY_VIOLATION,
  LOCK_NOT_AVAILABLE,
  translated,
  UNIQUE_VIOLATION,
  vendorError,
} from './postgres-errors.ts';
import { readRows } from './read-rows.ts';
import { present } from './row-text.ts';

const COLUMNS = `user_id, id, account_id, type, figi, figi_check, isin, symbol, instrument_type, quantity, price, currency, payment,
 payment_check, fee, fee_currency, accrued_interest, ratio, date, date_precision, source, external_id, note, tags, version, created_at,
 updated_at`;
const OPERATION_VALUES = `$1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text, $10::numeric,
 $11::numeric, $12::text, $13::numeric, $14::text, $15::numeric, $16::text, $17::numeric, $18::text, $19::timestamptz, $20::text,
 $21::text, $22::text, $23::text, $24::text[], $25::integer, $26::timestamptz, $26::timestamptz`;
const HISTORY = `INSERT INTO operation_history (user_id, operation_id, version, action, changed_by, changed_at, changes)
 SELECT user_id, id, $25::integer, $27::text, $28::uuid, $29::timestamptz, $30::json FROM operation RETURNING version`;

/** One statement is one transaction, one round trip and one flush of the log. */
const RECORD: NamedStatement = {
  name: 'record-operation',
  text: `WITH operation AS (INSERT INTO operations (${COLUMNS}) VALUES (${OPERATION_VALUES}) RETURNING user_id, id) ${HISTORY}`,
};

/** The key decides: where it is taken, neither the operation nor its history is written and no row comes back. */
const RECORD_ONCE: NamedStatement = {
  name: 'record-operation-once',
  text: `WITH claim AS (
 INSERT INTO idempotency_keys AS taken (user_id, key, fingerprint, answer, created_at)
 VALUES ($1::uuid, $31::text, $32::bytea, $33::text, $34::timestamptz)
 ON CONFLICT (user_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
 WHERE taken.created_at <= excluded.created_at - interval '${REPEATABLE_HOURS} hours' RETURNING user_id
), operation AS (
 INSERT INTO operations (${COLUMNS}) SELECT ${OPERATION_VALUES} FROM claim RETURNING user_id, id
) ${HISTORY}`,
};

const ANSWER: NamedStatement = {
  name: 'answer-by-key',
  text: `SELECT encode(fingerprint, 'base64'), answer FROM idempotency_keys WHERE user_id = $1 AND key = $2`,
};

/** A source that is compared in both ways is looked up in no index. */
const byExternalId = (source: string): string =>
  `SELECT id FROM operations WHERE user_id = $1 AND account_id = $2 AND external_id = $3 AND ${source}`;
const OF_SOURCE: NamedStatement = { name: 'operation-by-external-id', text: byExternalId('source = $4') };
const OF_NO_SOURCE: NamedStatement = {
  name: 'operation-by-external-id-alone',
  text: byExternalId('source IS NULL'),
};

export class PostgresOperationJournal implements OperationJournal {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async record(operation: Operation, entry: HistoryEntry, answer: StoredAnswer | null): Promise<string | null> {
    const values = [...operationValues(operation), entry.action, entry.by, entry.at, JSON.stringify(entry.changes)];
    try {
      if (answer === null) {
        await rowsOf(this.#pools.writes, RECORD, values);
        return null;
      }
      values.push(answer.key, answer.fingerprint, answer.answer, answer.at);
      const [recorded] = await rowsOf(this.#pools.writes, RECORD_ONCE, values);
      return recorded ? null : await this.#answered(answer);
    } catch (error) {
      throw await this.#refusal(error, operation, answer);
    }
  }

  async #answered(answer: StoredAnswer): Promise<string> {
    const [row] = await readRows(this.#pools.lookups, ANSWER, [answer.userId, answer.key]);
    // The key can have been purged since: then its owner may simply ask again.
    if (row === undefined) throw stillRunning();
    const [fingerprint, first] = [Buffer.from(present(row[0]), 'base64'), present(row[1])];
    return answeredBefore({ fingerprint, answer: first }, answer);
  }

  async #refusal(error: unknown, { userId, fields }: Operation, answer: StoredAnswer | null): Promise<unknown> {
    const { code, constraint } = vendorError(error);
    if (code === FOREIGN_KEY_VIOLATION && constraint === 'operations_account') return notFound('account');
    if (code === LOCK_NOT_AVAILABLE && answer !== null) return stillRunning(error);
    if (code === UNIQUE_VIOLATION && constraint === 'operations_external') {
      const { accountId, source, externalId } = fields;
      const key = [userId, accountId, externalId, ...(source === null ? [] : [source])];
      const statement = source === null ? OF_NO_SOURCE : OF_SOURCE;
      const [existing] = await readRows(this.#pools.lookups, statement, key);
      return alreadyExists(existing?.[0] ?? undefined, error);
    }
    return translated(error);
  }
}

/** $1 to $26, in the order of COLUMNS (created_at and updated_at are one). */
function operationValues({ id, userId, version, createdAt, fields }: Operation): unknown[] {
  return [
    userId,
    id,
    fields.accountId,
    fields.type,
    fields.figi,
    fields.figiCheck,
    fields.isin,
    fields.symbol,
    fields.instrumentType,
    fields.quantity.toString(),
    fields.price?.toString() ?? null,
    fields.currency,
    fields.payment?.toString() ?? null,
    fields.paymentCheck,
    fields.fee.toString(),
    fields.feeCurrency,
    fields.accruedInterest?.toString() ?? null,
    fields.ratio,
    fields.date,
    fields.datePrecision,
    fields.source,
    fields.externalId,
    fields.note,
    fields.tags,
    version,
    createdAt,
  ];
}
