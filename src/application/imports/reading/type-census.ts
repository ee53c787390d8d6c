import { folded } from './header.ts';

const MAX_VALUES = 200;
const MAX_LENGTH = 200;

export type CountedValue = { readonly value: string; readonly count: number };

/** The different values of a column, as first written, in the order of their first rows: at most 200, and whether there are more. */
export class TypeCensus {
  readonly #counts = new Map<string, { readonly value: string; count: number }>();
  more = false;

  add(cell: string): void {
    const value = cell.slice(0, MAX_LENGTH);
    const key = folded(value);
    const known = this.#counts.get(key);
    if (known !== undefined) known.count += 1;
    else if (this.#counts.size < MAX_VALUES) this.#counts.set(key, { value, count: 1 });
    else this.more = true;
  }

  values(): readonly CountedValue[] {
    return [...this.#counts.values()];
  }
}
