import type { Header } from './header.ts';
import type { NumberStyle } from './number-shape.ts';
import { type NumberOptions, readNumber } from './number-text.ts';
import { type CellProblem, UnreadableCell } from './unreadable-cell.ts';

/** One row while it is read: its cells, normalised, and the complaints about them so far. */
export type RowView = { readonly cells: readonly string[]; readonly problems: CellProblem[] };

export type ReadText = (row: RowView) => string | null;

/** Columns by the names that a template, or a mapping, has for them: found once for a file, then read by index. */
export class TableBinding {
  readonly #header: Header;
  readonly #columns: Readonly<Record<string, string>>;
  readonly #empty: ReadonlySet<string>;
  readonly #styleOf: (column: string) => NumberStyle | null;

  constructor(
    header: Header,
    columns: Readonly<Record<string, string>>,
    styleOf: (column: string) => NumberStyle | null,
    empty: readonly string[] = [],
  ) {
    this.#header = header;
    this.#columns = columns;
    this.#styleOf = styleOf;
    this.#empty = new Set(empty);
  }

  /** The name in the file's header; null when the file has no such column. */
  columnOf(name: string): string | null {
    const index = this.indexOf(name);
    return index === -1 ? null : (this.#header.names[index] ?? null);
  }

  indexOf(name: string): number {
    const column = Object.hasOwn(this.#columns, name) ? this.#columns[name] : undefined;
    return column === undefined ? -1 : this.#header.indexOf(column);
  }

  text(name: string): ReadText {
    const index = this.indexOf(name);
    if (index === -1) return () => null;
    const empty = this.#empty;
    return ({ cells }) => {
      const cell = cells[index];
      return cell === undefined || cell === '' || (empty.size > 0 && empty.has(cell)) ? null : cell;
    };
  }

  /** Canonical decimal text. What cannot be read is a problem of the row, and null. */
  number(name: string, options: NumberOptions = {}): ReadText {
    const read = this.text(name);
    const column = this.columnOf(name);
    const style = column === null ? null : this.#styleOf(column);
    return (row) => {
      const cell = read(row);
      return cell === null ? null : attempt(row, column, () => readNumber(cell, style, options));
    };
  }
}

/** What `read` gives; null when it throws UnreadableCell, which becomes a problem of that column. */
export function attempt(row: RowView, column: string | null, read: () => string): string | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnreadableCell)) throw error;
    const known = row.problems.some((problem) => problem.column === column);
    if (!known) row.problems.push({ column, code: error.code, detail: error.message });
    return null;
  }
}
