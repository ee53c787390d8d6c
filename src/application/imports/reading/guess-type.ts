import words from '#application/imports/words/types.json' with { type: 'json' };
import { OPERATION_TYPES, type OperationType } from '#domain/ledger/operation-type.ts';
import { folded } from './header.ts';

const TYPE_OF_WORD = new Map(
  OPERATION_TYPES.flatMap((type) => wordsOf(type).map((word): [string, OperationType] => [word, type])),
);

function wordsOf(type: OperationType): readonly string[] {
  const known: Readonly<Partial<Record<string, readonly string[]>>> = words;
  return known[type] ?? [];
}

/** Single letters are words only when they stand alone. */
const SHORTEST_WORD_WITHIN = 3;

/** Words for a trade of which the sign of the quantity tells the direction. */
const TRADES: ReadonlySet<string> = new Set(['trade', 'trades', 'order', 'handel', 'transaktion', 'execution']);

/** What a value of a type column means, as a whole or by a word in it; null when no word is known, or words of two types are (`dividend tax`). */
export function guessType(value: string): OperationType | null {
  const text = folded(value);
  const whole = TYPE_OF_WORD.get(text);
  if (whole !== undefined) return whole;
  const found = new Set<OperationType>();
  for (const word of text.split(/[^\p{L}]+/u)) {
    const type = word.length >= SHORTEST_WORD_WITHIN ? TYPE_OF_WORD.get(word) : undefined;
    if (type !== undefined) found.add(type);
  }
  const [only] = found;
  return found.size === 1 ? (only ?? null) : null;
}

export const isTradeOfEitherKind = (value: string): boolean => TRADES.has(folded(value));
