import type { OperationFilter } from '#application/ports/operation-queries.ts';
import { isBefore } from '#domain/ledger/cut.ts';
import type { Operation } from '#domain/ledger/operation.ts';

/** Whether the operation is one of those that a list is narrowed to. */
export function matches({ fields, instrument }: Operation, filter: OperationFilter): boolean {
  const { from, to, tag, text } = filter;
  const { note, figi, isin, symbol, source, externalId } = fields;
  return (
    sameOrAny(filter.accountId, fields.accountId) &&
    (filter.accountIds?.includes(fields.accountId) ?? true) &&
    sameOrAny(filter.type, fields.type) &&
    sameOrAny(filter.instrumentType, fields.instrumentType) &&
    sameOrAny(filter.figi, figi) &&
    sameOrAny(filter.isin, isin) &&
    sameOrAny(filter.symbol, symbol) &&
    sameOrAny(filter.instrument, instrument) &&
    (from === undefined || !isBefore(fields, from)) &&
    (to === undefined || isBefore(fields, to)) &&
    (tag === undefined || fields.tags.includes(tag)) &&
    (text === undefined || [note, figi, isin, symbol, source, externalId].some((part) => contains(part, text)))
  );
}

const sameOrAny = (wanted: string | undefined, value: string | null): boolean =>
  wanted === undefined || wanted === value;

const contains = (text: string | null, part: string): boolean =>
  text?.toLowerCase().includes(part.toLowerCase()) ?? false;
