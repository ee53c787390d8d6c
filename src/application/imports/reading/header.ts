import { normalCell } from './normal-cell.ts';

/** The names of a table's columns, each once, and where they stand. */
export class Header {
  readonly names: readonly string[];
  readonly #indexes = new Map<string, number>();
  readonly #folded = new Map<string, number>();

  /** @param cells of the header's record. */
  constructor(cells: readonly string[]) {
    this.names = uniqueNames(cells);
    for (const [index, name] of this.names.entries()) {
      this.#indexes.set(name, index);
      if (!this.#folded.has(folded(name))) this.#folded.set(folded(name), index);
    }
  }

  /** Of a table without a header: `Column 1`, `Column 2` … */
  static ofWidth(width: number): Header {
    return new Header(Array.from({ length: width }, () => ''));
  }

  /** -1 when there is none. The exact name comes before one that differs in case alone. */
  indexOf(name: string): number {
    return this.#indexes.get(name) ?? this.#folded.get(folded(name)) ?? -1;
  }
}

/** Case, and white space around a name and doubled in it, do not part two names. */
export const folded = (name: string): string => normalCell(name).replaceAll(/\s+/g, ' ').toLowerCase();

/**
 * A column without a name takes that of its left neighbour, as brokers write an amount beside its currency under one heading; a name that
 * was there before is numbered: `Change`, `Change (2)`.
 */
function uniqueNames(cells: readonly string[]): string[] {
  const taken = new Set<string>();
  const names: string[] = [];
  let left = '';
  for (const [index, cell] of cells.entries()) {
    const base = normalCell(cell) || left || `Column ${index + 1}`;
    let name = base;
    for (let number = 2; taken.has(name); number += 1) name = `${base} (${number})`;
    taken.add(name);
    names.push(name);
    // Columns of a table without any names are counted from the left, not from each other.
    left = normalCell(cell) || left;
  }
  return names;
}
