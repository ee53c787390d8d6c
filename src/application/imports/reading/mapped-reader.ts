import notDone from '#application/imports/words/not-done.json' with { type: 'json' };
import type { OperationType } from '#domain/ledger/operation-type.ts';
import { type BuildOperation, bindOperation } from './bind-operation.ts';
import { guessType } from './guess-type.ts';
import { folded, type Header } from './header.ts';
import { MAPPED_FIELDS, type MappedField, type Mapping, type TypeMeaning } from './mapping.ts';
import { numberStyleOf } from './number-style.ts';
import { withSignOfType } from './payment-sign.ts';
import type { RowReader, RowReading } from './row-reader.ts';
import { type RowView, TableBinding } from './table-binding.ts';
import { type Expression, type FieldSet, TEMPLATE_FIELDS, type TemplateField } from './template.ts';
import { TypeMeanings } from './type-meanings.ts';
import { quoted } from './unreadable-cell.ts';
import { inWholeUnits } from './whole-units.ts';

/** Rows of a table of which nothing is known but the mapping: a column for each field, a meaning for each type. */
export function mappedReader(mapping: Mapping, header: Header): RowReader {
  const table = new TableBinding(header, mapping.columns, numberStyleOf(mapping));
  const meanings = new TypeMeanings(mapping.types);
  const typeOf = table.text('type');
  const column = table.columnOf('type');
  const statusOf = table.text('status');
  const dates = { order: mapping.dateOrder, timeZone: mapping.timeZone };
  const frame = { dates, source: mapping.source, typeColumn: column };
  const builders = new Map<OperationType, BuildOperation>();

  function build(type: OperationType, row: RowView): RowReading {
    let builder = builders.get(type);
    if (builder === undefined) {
      builder = bindOperation(type, fieldsOf(type, mapping), table, frame);
      builders.set(type, builder);
    }
    return { built: [inWholeUnits(withSignOfType(builder(row), mapping.payments))] };
  }

  return {
    read(row) {
      if (NOT_DONE.has(folded(statusOf(row) ?? ''))) return { ignored: 'It was not carried out, as its status says.' };
      const value = typeOf(row);
      const meaning: TypeMeaning | null = value === null ? null : (meanings.of(value) ?? guessType(value));
      if (meaning === 'ignore') return { ignored: 'Its type is left out, as the mapping says.' };
      if (value !== null && meaning === null) {
        const detail = `It is not known what ${quoted(value)} means: say which type of operation it is, or that it is to be left out.`;
        return { problem: { column, code: 'UNKNOWN_TYPE', detail } };
      }
      const type = mapping.direction === 'sign' ? bySign(meaning, table, row) : meaning;
      if (type === null) {
        return { problem: { column, code: 'REQUIRED', detail: 'Nothing says which type of operation this row is.' } };
      }
      return build(type, row);
    },
    idOf: table.text('externalId'),
    uniqueId: false,
    trimmed: true,
    needed: NEEDED.map((field) => table.indexOf(field)),
  };
}

/** What a status says of an order that came to nothing, or to nothing yet. */
const NOT_DONE: ReadonlySet<string> = new Set(notDone);

/** Texts that may be missing at a row's end; a number or a date that is cut off would be another one. */
const TRAILING: ReadonlySet<MappedField> = new Set([
  'note',
  'account',
  'externalId',
  'instrumentType',
  'figi',
  'isin',
  'symbol',
]);
const NEEDED = MAPPED_FIELDS.filter((field) => !TRAILING.has(field));

/** A trade's direction, by the sign of its quantity; other types stay. */
function bySign(meaning: OperationType | null, table: TableBinding, row: RowView): OperationType | null {
  if (meaning !== null && meaning !== 'buy' && meaning !== 'sell') return meaning;
  const quantity = table.number('quantity')(row);
  if (quantity === null || quantity === '0') return null;
  return quantity.startsWith('-') ? 'sell' : 'buy';
}

const MOVING: ReadonlySet<OperationType> = new Set(['buy', 'sell', 'transfer_in', 'transfer_out', 'redemption']);

/** Only the fields that the type may have, each from its column. */
function fieldsOf(type: OperationType, mapping: Mapping): FieldSet {
  const fields: { [Field in TemplateField]?: Expression } = {};
  for (const field of TEMPLATE_FIELDS) if (Object.hasOwn(mapping.columns, field)) fields[field] = field;
  if (mapping.currency !== null) {
    const constant = { constant: mapping.currency };
    fields.currency = fields.currency === undefined ? constant : { first: [fields.currency, constant] };
  }
  if (!MOVING.has(type)) {
    delete fields.price;
    delete fields.fee;
    delete fields.feeCurrency;
    if (type !== 'dividend' && type !== 'coupon') delete fields.quantity;
  }
  if ((type === 'buy' || type === 'sell') && fields.price === undefined) fields.price = priceOf(type, mapping);
  if (mapping.direction === 'sign' && fields.quantity !== undefined) fields.quantity = { abs: fields.quantity };
  if (type !== 'buy' && type !== 'sell') delete fields.accruedInterest;
  if (type !== 'split') delete fields.ratio;
  return fields;
}

/** Where no column states it: what was paid or received before the fee, by the quantity. A fee in a currency of its own is not in the payment. */
function priceOf(type: 'buy' | 'sell', { columns }: Mapping): Expression {
  const fee: Expression = { abs: 'fee' };
  const fees = Object.hasOwn(columns, 'feeCurrency') ? [] : [type === 'buy' ? { negate: fee } : fee];
  return { quotient: [{ sum: [{ abs: 'payment' }, ...fees] }, { abs: 'quantity' }] };
}
