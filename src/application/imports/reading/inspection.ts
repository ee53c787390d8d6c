import type { DateOrder } from './date-shape.ts';
import type { FileProblem } from './file-problem.ts';
import type { Mapping, TypeMeaning } from './mapping.ts';
import type { DecimalSign } from './number-shape.ts';

/** Something that the file does not prove and that only a person can say, by a value of the mapping. */
export type Question = {
  /** The key of the mapping that answers it. */
  readonly about: 'decimals' | 'dateOrder' | 'columns' | 'types' | 'currency';
  /** Of the file, by its name, or the field that has none; null where it is the whole file. */
  readonly column: string | null;
  readonly code: 'AMBIGUOUS' | 'CONTRADICTORY' | 'MISSING' | 'UNKNOWN';
  readonly detail: string;
  readonly choices?: readonly string[];
};

export type InspectedColumn = {
  readonly name: string;
  /** Its first different cells, at most three. */
  readonly examples: readonly string[];
  /** The field, or the template's column, that it is read as; null when it is not read. */
  readonly use: string | null;
  /** Which decimal sign, or order of day and month, its cells prove, with the first that does; null where they prove none, or were not asked. */
  readonly proof: { readonly of: DecimalSign | DateOrder; readonly line: number; readonly cell: string } | null;
};

export type InspectedType = {
  readonly value: string;
  readonly count: number;
  /** What it is taken for; null where the template's rules decide, or nothing does. */
  readonly meaning: TypeMeaning | null;
};

/** What was found out about a file. */
export type Inspection = {
  /** Why it cannot be read; then the rest is empty. */
  readonly problem: FileProblem | null;
  /** Complete, as far as the file and the hints go; null with a problem. */
  readonly mapping: Mapping | null;
  readonly columns: readonly InspectedColumn[];
  /** Values of the type column, at most 200; `moreTypes` when there are more. */
  readonly types: readonly InspectedType[];
  readonly moreTypes: boolean;
  /** Rows under the header. */
  readonly records: number;
  /** Still open; rows that hang on one have a problem until it is answered. */
  readonly questions: readonly Question[];
};
