import type { DateOrder } from './date-shape.ts';
import { dateProofOf } from './date-text.ts';
import { normalCell } from './normal-cell.ts';
import type { DecimalSign } from './number-shape.ts';
import { proofOf } from './number-text.ts';

/** A cell that shows something, and the line of its row. */
export type Witness = { readonly line: number; readonly cell: string };

type Sightings<Proof extends string> = { readonly [Each in Proof | 'ambiguous']?: Witness };

/** What the cells of one column prove together: the first witness of each kind, which is what a person can look up. */
export class ColumnEvidence<Proof extends string> {
  readonly #proofOf: (cell: string) => Proof | 'any' | 'ambiguous' | null;
  #seen: Sightings<Proof> = {};

  constructor(prove: (cell: string) => Proof | 'any' | 'ambiguous' | null) {
    this.#proofOf = prove;
  }

  add(cell: string, line: number): void {
    const proof = this.#proofOf(cell);
    if (proof === null || proof === 'any' || this.#seen[proof] !== undefined) return;
    this.#seen = { ...this.#seen, [proof]: { line, cell } };
  }

  witness(proof: Proof | 'ambiguous'): Witness | null {
    return this.#seen[proof] ?? null;
  }
}

/** Most cells are one of these two, which need no closer look: a number that reads the same either way, and one whose point must be the decimal sign. */
const WHOLE = /^-?[0-9]+$/;
const POINTED = /^-?[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})$/;

export const numberEvidence = (): ColumnEvidence<DecimalSign> =>
  new ColumnEvidence((cell) => (WHOLE.test(cell) ? 'any' : POINTED.test(cell) ? '.' : proofOf(cell)));

export const dateEvidence = (): ColumnEvidence<DateOrder> => new ColumnEvidence(dateProofOf);

const MAX_EXAMPLES = 3;
const MAX_EXAMPLE_LENGTH = 100;

/** The first different cells of each column, for people to see what stands in it. */
export class ColumnExamples {
  readonly #examples: string[][];
  #missing: number;

  constructor(width: number) {
    this.#examples = Array.from({ length: width }, () => []);
    this.#missing = width * MAX_EXAMPLES;
  }

  add(cells: readonly string[]): void {
    if (this.#missing === 0) return;
    for (const [index, examples] of this.#examples.entries()) {
      const cell = normalCell(cells[index] ?? '').slice(0, MAX_EXAMPLE_LENGTH);
      if (cell === '' || examples.length >= MAX_EXAMPLES || examples.includes(cell)) continue;
      examples.push(cell);
      this.#missing -= 1;
    }
  }

  of(index: number): readonly string[] {
    return this.#examples[index] ?? [];
  }
}
