import { z } from 'zod';
import { PAYMENT_CHECKS } from '#domain/ledger/cash-effect.ts';
import { CURRENCY_PATTERN } from '#domain/ledger/currency.ts';
import { FIGI_CHECKS, FIGI_PATTERN } from '#domain/ledger/figi.ts';
import { INSTRUMENT_TYPES } from '#domain/ledger/instrument-type.ts';
import { ISIN_PATTERN } from '#domain/ledger/isin.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { OPERATION_LIMITS } from '#domain/ledger/operation-reading.ts';
import { OPERATION_TYPE_ALIASES, OPERATION_TYPES } from '#domain/ledger/operation-type.ts';
import { RATIO_PATTERN } from '#domain/ledger/ratio.ts';
import { SYMBOL_PATTERN } from '#domain/ledger/symbol.ts';
import { DATE_PRECISIONS, INSTANT_PATTERN } from '#domain/shared/instant.ts';
import { readFields } from '../body/read-fields.ts';
import { decimalInput, decimalOutput, instantOutput, text, uuidOutput, uuidText } from '../shared-schema.ts';

const typeNames = [...OPERATION_TYPES, ...Object.keys(OPERATION_TYPE_ALIASES)];

/** What can be written. Every field may be left out or null here: what a type needs is the domain's to say. */
export const operationDraft = z
  .strictObject({
    account_id: uuidText('The brokerage account; the oldest one when left out.').nullish(),
    type: text({ description: 'What happened. short is sell, cover is buy.', enum: typeNames }).nullish(),
    figi: text({ description: 'OpenFIGI identifier.', pattern: FIGI_PATTERN }).nullish(),
    isin: text({ description: 'ISO 6166, with its check digit.', pattern: ISIN_PATTERN }).nullish(),
    symbol: text({ description: "The broker's ticker.", pattern: SYMBOL_PATTERN }).nullish(),
    instrument_type: text({ enum: [...INSTRUMENT_TYPES] }).nullish(),
    quantity: decimalInput('Never negative: the direction is in the type.').nullish(),
    price: decimalInput('Money for one unit.').nullish(),
    currency: text({ description: 'ISO 4217 or the ticker of a coin.', pattern: CURRENCY_PATTERN }).nullish(),
    payment: decimalInput("The effect on the account's cash: money in is positive, money out negative.").nullish(),
    fee: decimalInput('Never negative.').nullish(),
    fee_currency: text({ description: 'The currency when left out.', pattern: CURRENCY_PATTERN }).nullish(),
    accrued_interest: decimalInput('Of a bond that is bought or sold.').nullish(),
    ratio: text({ description: 'Of a split: new shares for old ones.', pattern: RATIO_PATTERN }).nullish(),
    date: text({ description: 'RFC 3339 with an offset, or a bare date.', pattern: INSTANT_PATTERN }).nullish(),
    date_precision: text({ description: 'Follows from the date when left out.', enum: [...DATE_PRECISIONS] }).nullish(),
    source: text({ description: 'Where the operation was told.', maxLength: OPERATION_LIMITS.source }).nullish(),
    external_id: text({
      description: 'Its id there; unique with the source within the account.',
      maxLength: OPERATION_LIMITS.externalId,
    }).nullish(),
    note: text({ maxLength: OPERATION_LIMITS.note }).nullish(),
    tags: z
      .array(text({ maxLength: OPERATION_LIMITS.tag }))
      .nullish()
      .meta({ maxItems: OPERATION_LIMITS.tags }),
  })
  .meta({ id: 'OperationDraft' });

export const operation = z
  .strictObject({
    id: uuidOutput,
    account_id: uuidOutput,
    type: z.enum(OPERATION_TYPES),
    figi: z.string().nullable(),
    figi_check: z.enum(FIGI_CHECKS).nullable(),
    isin: z.string().nullable(),
    symbol: z.string().nullable(),
    instrument: z
      .string()
      .nullable()
      .meta({ description: 'The key of its position: figi or else isin or else symbol.' }),
    instrument_type: z.enum(INSTRUMENT_TYPES).nullable(),
    quantity: decimalOutput,
    price: decimalOutput.nullable(),
    currency: z.string().nullable(),
    payment: decimalOutput.nullable(),
    payment_check: z
      .enum(PAYMENT_CHECKS)
      .nullable()
      .meta({ description: 'Whether the payment is within 0.01 of what quantity, price, interest and fee make.' }),
    fee: decimalOutput,
    fee_currency: z.string().nullable(),
    accrued_interest: decimalOutput.nullable(),
    ratio: z.string().nullable(),
    date: instantOutput,
    date_precision: z.enum(DATE_PRECISIONS),
    source: z.string().nullable(),
    external_id: z.string().nullable(),
    note: z.string().nullable(),
    tags: z.array(z.string()),
    version: z.int().meta({ description: 'What If-Match speaks of.' }),
    created_at: instantOutput,
    updated_at: instantOutput,
  })
  .meta({ id: 'Operation' });

const change = z.union([z.string(), z.array(z.string())]).nullable();

export const historyEntry = z
  .strictObject({
    version: z.int(),
    action: z.enum(['created', 'replaced', 'changed', 'deleted']),
    changed_by: uuidOutput.meta({ description: 'The user who did it.' }),
    changed_at: instantOutput,
    changes: z.array(z.strictObject({ field: z.string(), old: change, new: change })),
  })
  .meta({ id: 'OperationHistoryEntry' });

const READ_ONLY = new Set(Object.keys(operation.shape).filter((name) => !(name in operationDraft.shape)));

export const readOperationDraft = (body: unknown): OperationDraft => readFields(operationDraft, body, READ_ONLY);
