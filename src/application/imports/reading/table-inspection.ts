import { type ColumnEvidence, ColumnExamples, dateEvidence, numberEvidence } from './column-evidence.ts';
import type { DateOrder } from './date-shape.ts';
import type { FoundHeader } from './find-header.ts';
import type { InspectedColumn } from './inspection.ts';
import { NUMBER_FIELDS, type NumberField } from './mapping.ts';
import { normalCell } from './normal-cell.ts';
import type { DecimalSign } from './number-shape.ts';
import type { TableRecord } from './record.ts';
import { TypeCensus } from './type-census.ts';

type Watched<Proof extends string> = { readonly index: number; readonly evidence: ColumnEvidence<Proof> };

/**
 * What is gathered of a table's rows while they pass: evidence about the columns of numbers and dates that the mapping reads, the values of its type
 * column, a few examples. Memory does not grow with the rows.
 */
export class TableInspection {
  readonly found: FoundHeader;
  /** Field, or the template's column → column of the file. */
  readonly columns: Readonly<Record<string, string>>;
  readonly examples: ColumnExamples;
  readonly census = new TypeCensus();
  readonly numbers = new Map<NumberField, Watched<DecimalSign>>();
  readonly date: Watched<DateOrder>;
  records = 0;
  /** Whether the columns of quantity and payment hold a negative number. */
  readonly negative = { quantity: false, payment: false };
  readonly #type: number;

  /** @param evidence whether the numbers and dates prove anything: a template has stated their convention. */
  constructor(
    found: FoundHeader,
    columns: Readonly<Record<string, string>>,
    typeColumn: string | null,
    evidence: boolean,
  ) {
    this.found = found;
    this.columns = columns;
    this.examples = new ColumnExamples(found.header.names.length);
    this.#type = typeColumn === null ? -1 : found.header.indexOf(typeColumn);
    const indexOf = (field: string): number => {
      const column = evidence ? columns[field] : undefined;
      return column === undefined ? -1 : found.header.indexOf(column);
    };
    for (const field of NUMBER_FIELDS) {
      if (indexOf(field) !== -1) this.numbers.set(field, { index: indexOf(field), evidence: numberEvidence() });
    }
    this.date = { index: indexOf('date'), evidence: dateEvidence() };
  }

  proofOf(index: number): InspectedColumn['proof'] {
    const date = this.date.index === index ? firstOf(this.date.evidence, ['dmy', 'mdy']) : null;
    const watched = [...this.numbers.values()].find((each) => each.index === index);
    return date ?? (watched === undefined ? null : firstOf(watched.evidence, ['.', ',']));
  }

  add({ line, cells }: TableRecord): void {
    this.records += 1;
    this.examples.add(cells);
    if (this.#type !== -1) {
      const type = normalCell(cells[this.#type] ?? '');
      if (type !== '') this.census.add(type);
    }
    for (const [field, { index, evidence }] of this.numbers) {
      const cell = normalCell(cells[index] ?? '');
      if (cell === '') continue;
      evidence.add(cell, line);
      if ((field === 'quantity' || field === 'payment') && /^[^0-9]*[-\u2212(]|-$/.test(cell))
        this.negative[field] = true;
    }
    const date = normalCell(cells[this.date.index] ?? '');
    if (date !== '') this.date.evidence.add(date, line);
  }
}

function firstOf<Proof extends DecimalSign | DateOrder>(
  evidence: ColumnEvidence<Proof>,
  proofs: readonly Proof[],
): InspectedColumn['proof'] {
  for (const of of proofs) {
    const witness = evidence.witness(of);
    if (witness !== null) return { of, line: witness.line, cell: witness.cell };
  }
  return null;
}
