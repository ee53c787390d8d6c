import { paymentCheck } from '#domain/ledger/cash-effect.ts';
import { parseCurrency } from '#domain/ledger/currency.ts';
import { figiCheck, parseFigi } from '#domain/ledger/figi.ts';
import { INSTRUMENT_TYPES } from '#domain/ledger/instrument-type.ts';
import { parseIsin } from '#domain/ledger/isin.ts';
import { parseDatePrecision, parseOperationDate } from '#domain/ledger/operation-date.ts';
import type { OperationDraft, OperationField } from '#domain/ledger/operation-draft.ts';
import type { OperationFields } from '#domain/ledger/operation-fields.ts';
import { checkOperationRules } from '#domain/ledger/operation-rules.ts';
import { parseOperationType } from '#domain/ledger/operation-type.ts';
import { parseRatio } from '#domain/ledger/ratio.ts';
import { parseSymbol } from '#domain/ledger/symbol.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { Decimal } from '#domain/shared/decimal.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import { InvalidValue } from '#domain/shared/invalid-value.ts';
import { parseText, type TextLength } from '#domain/shared/text.ts';
import { parseUuid } from '#domain/shared/uuid.ts';

/** Lengths in code points; `tags` is a count. */
export const OPERATION_LIMITS = { source: 200, externalId: 200, note: 2_000, tags: 20, tag: 40 } as const;

/** The fields of a whole draft, each rule applied. Throws InvalidFields with every violation at once. */
export function readOperation(draft: OperationDraft, now: Date): OperationFields {
  const reader = new DraftReader<OperationField>(draft.faults);
  const reading = readEachField(reader, draft, now);
  checkOperationRules(reader, reading);
  const { accountId, type, instant } = reading;
  if (reader.hasViolations() || accountId === null || type === null || instant === null) throw reader.invalidFields();

  const { instant: _, datePrecision, ...read } = reading;
  const terms = {
    type,
    quantity: read.quantity ?? Decimal.ZERO,
    price: read.price,
    currency: read.currency,
    fee: read.fee ?? Decimal.ZERO,
    feeCurrency: read.feeCurrency ?? read.currency,
    accruedInterest: read.accruedInterest,
  };
  return {
    ...read,
    ...terms,
    accountId,
    figiCheck: read.figi === null ? null : figiCheck(read.figi),
    paymentCheck: paymentCheck(read.payment, terms),
    date: instant.at,
    datePrecision: datePrecision ?? instant.precision,
  };
}

/** Each field by itself; null where it is absent or refused. */
function readEachField(reader: DraftReader<OperationField>, draft: OperationDraft, now: Date) {
  const instant = reader.require('date', draft.date, (text) => parseOperationDate(text, now));
  return {
    accountId: reader.require('accountId', draft.accountId, parseUuid),
    type: reader.require('type', draft.type, parseOperationType),
    figi: reader.read('figi', draft.figi, parseFigi),
    isin: reader.read('isin', draft.isin, parseIsin),
    symbol: reader.read('symbol', draft.symbol, parseSymbol),
    instrumentType: reader.read('instrumentType', draft.instrumentType, (text) => parseChoice(INSTRUMENT_TYPES, text)),
    quantity: reader.read('quantity', draft.quantity, parseUnsigned),
    price: reader.read('price', draft.price, Decimal.parse),
    currency: reader.read('currency', draft.currency, parseCurrency),
    payment: reader.read('payment', draft.payment, Decimal.parse),
    fee: reader.read('fee', draft.fee, parseUnsigned),
    feeCurrency: reader.read('feeCurrency', draft.feeCurrency, parseCurrency),
    accruedInterest: reader.read('accruedInterest', draft.accruedInterest, Decimal.parse),
    ratio: reader.read('ratio', draft.ratio, parseRatio),
    instant,
    datePrecision: reader.read('datePrecision', draft.datePrecision, (text) => parseDatePrecision(text, instant)),
    source: reader.read('source', draft.source, textOf(1, OPERATION_LIMITS.source)),
    externalId: reader.read('externalId', draft.externalId, textOf(1, OPERATION_LIMITS.externalId)),
    note: reader.read('note', draft.note, textOf(0, OPERATION_LIMITS.note)),
    tags: readTags(reader, draft.tags ?? []),
  };
}

function readTags(reader: DraftReader<OperationField>, tags: readonly string[]): readonly string[] {
  if (tags.length > OPERATION_LIMITS.tags) {
    reader.refuse('tags', 'TOO_MANY', `There must not be more than ${OPERATION_LIMITS.tags} tags.`);
  }
  if (!reader.isSound('tags')) return [];
  const parseTag = textOf(1, OPERATION_LIMITS.tag);
  return tags.map((tag, index) => reader.read(`tags/${index}`, tag, parseTag) ?? '');
}

function parseUnsigned(text: string): Decimal {
  const number = Decimal.parse(text);
  if (number.isNegative()) throw new InvalidValue('OUT_OF_RANGE', 'This must not be negative.');
  return number;
}

function textOf(min: TextLength['min'], max: number): (text: string) => string {
  return (text) => parseText(text, { min, max });
}
