import type { Place } from '#domain/ledger/place.ts';
import type { TextPage } from '../ports/positions.ts';

/** So much text can be handed on and sent without holding up others. */
export const MOST_CHARACTERS = 6_000_000;

/** A row of a list that may be too long for one page, and is told entry by entry. */
export interface LongRow {
  readonly place: Place;
  entries(): Iterable<Entry>;
  /** All of it at once, where that is quicker and there are no more entries and characters; null where there are more. */
  whole?(mostEntries: number, mostCharacters: number): WholeRow | null;
  /** With the entries that were told. */
  text(): string;
}

export interface Entry {
  /** Answers its text. */
  tell(): string;
  /** Within its row. */
  place(): Place;
}

export type WholeRow = { readonly text: string; readonly count: number; place(): Place };

/** Rows up to so many entries, a row without any counted as one, or so much text. One entry is told in any case. */
export function pageOfLongRows(rows: Iterable<LongRow>, limit: number): TextPage {
  const texts: string[] = [];
  let [count, characters] = [0, 0];
  let last = (): Place => [];
  const isFull = (): boolean => count >= limit || characters >= MOST_CHARACTERS;
  const page = (isLast: boolean): TextPage => ({ text: `[${texts.join(',')}]`, next: isLast ? null : last() });
  for (const row of rows) {
    if (isFull()) return page(false);
    const whole = row.whole?.(limit - count, MOST_CHARACTERS - characters);
    if (whole) {
      texts.push(whole.text);
      count += Math.max(1, whole.count);
      characters += whole.text.length;
      last = () => whole.place();
      continue;
    }
    const [countBefore, charactersBefore] = [count, characters];
    last = () => row.place;
    let isWhole = true;
    for (const entry of row.entries()) {
      isWhole = !isFull();
      if (!isWhole) break;
      count += 1;
      characters += entry.tell().length;
      last = () => [...row.place, ...entry.place()];
    }
    const text = row.text();
    texts.push(text);
    count = Math.max(count, countBefore + 1);
    characters = charactersBefore + text.length;
    if (!isWhole) return page(false);
  }
  return page(true);
}
