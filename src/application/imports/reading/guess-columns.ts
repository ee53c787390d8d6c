import words from '#application/imports/words/columns.json' with { type: 'json' };
import { folded, type Header } from './header.ts';
import { MAPPED_FIELDS, type MappedField } from './mapping.ts';

const WORDS: Readonly<Record<MappedField, readonly string[]>> = words;

/** In which order fields take their columns, where one heading may be meant for two: `Valuta` is a date or a currency. */
const ORDER: readonly MappedField[] = ['date', 'type', 'quantity', 'price', 'payment', ...MAPPED_FIELDS];

/**
 * The columns whose headings say in English, German, Dutch, Swedish, French, Spanish or Italian what they hold; each serves one field. Of
 * several for a field, the one whose word stands first in `words/columns.json`. What stands in parentheses behind a heading is not read.
 */
export function guessColumns(header: Header): Partial<Record<MappedField, string>> {
  const free = new Map(header.names.map((name) => [name, headingOf(name)]));
  const columns: Partial<Record<MappedField, string>> = {};
  for (const field of ORDER) {
    if (columns[field] !== undefined) continue;
    const column = WORDS[field].map((word) => columnCalled(word, free)).find((name) => name !== null);
    if (column === undefined || column === null) continue;
    columns[field] = column;
    free.delete(column);
  }
  return columns;
}

function columnCalled(word: string, free: ReadonlyMap<string, string>): string | null {
  const called = [...free].filter(([, heading]) => heading === word).map(([name]) => name);
  const exactly = called.find((name) => folded(name) === word);
  // `Currency (Price)` beside `Currency (Total)`: which one is meant is not to be guessed.
  return exactly ?? (called.length === 1 ? (called[0] ?? null) : null);
}

const headingOf = (name: string): string =>
  folded(name)
    .replace(/\s*[([][^)\]]*[)\]]$/, '')
    .replace(/[:*]$/, '')
    .replaceAll('_', ' ')
    .trim();
