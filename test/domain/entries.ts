import type { OperationType } from '#domain/ledger/operation-type.ts';
import { Position, type PositionEntry } from '#domain/ledger/position.ts';

/** An entry of a position; its id is its place. */
export const anEntry = (place: number, differences: Partial<PositionEntry>): PositionEntry => ({
  id: String(place),
  date: new Date(Date.UTC(2024, 0, 1 + place)).toISOString(),
  datePrecision: 'second',
  type: 'buy',
  figi: 'BBG000B9XRY4',
  isin: null,
  symbol: null,
  quantity: '0',
  price: null,
  currency: 'USD',
  payment: null,
  fee: '0',
  feeCurrency: 'USD',
  ratio: null,
  ...differences,
});

/** `buy 10 @ 100 fee 1`, `split 4:1`, `amortisation 50`, `redemption 10 for 1000`: one after the other. */
const entries = (...lines: readonly string[]): PositionEntry[] => lines.map(entryOf);

export function positionOf(...lines: readonly string[]): Position {
  const position = Position.empty();
  for (const entry of entries(...lines)) position.apply(entry);
  return position;
}

const LINE =
  /^(?<type>\w+) (?<first>\S+)(?: @ (?<price>\S+))?(?: for (?<payment>\S+))?(?: fee (?<fee>\S+?)(?<feeCurrency>[A-Z]+)?)?$/;

function entryOf(line: string, place: number): PositionEntry {
  const {
    type,
    first = '',
    price = null,
    payment = null,
    fee = '0',
    feeCurrency = 'USD',
  } = LINE.exec(line)?.groups ?? {};
  const terms = { type: type as OperationType, price, fee, feeCurrency };
  if (type === 'split') return anEntry(place, { ...terms, ratio: first });
  const isTrade = price !== null || payment !== null || type?.startsWith('transfer');
  return anEntry(place, { ...terms, ...(isTrade ? { quantity: first, payment } : { payment: first }) });
}
