import type { Digest } from '#application/ports/digest.ts';
import type { Header } from './header.ts';
import { mappedReader } from './mapped-reader.ts';
import { type Mapping, OWN_TEMPLATE } from './mapping.ts';
import { normalCell } from './normal-cell.ts';
import { ownTableReader } from './own-table-reader.ts';
import type { ReadRow, RowOutcome } from './read-row.ts';
import type { TableRecord } from './record.ts';
import { RowIdentity } from './row-identity.ts';
import { outcomeOf } from './row-outcome.ts';
import type { RowReader, RowReading } from './row-reader.ts';
import type { RowView } from './table-binding.ts';
import { templateReader } from './template-reader.ts';
import { templateNamed } from './templates.ts';
import type { CellProblem } from './unreadable-cell.ts';

/** Records of one table to rows, in the order of the file. */
export class TableRows {
  readonly #header: Header;
  readonly #reader: RowReader;
  readonly #identity: RowIdentity;
  readonly #own: boolean;
  #number = 0;

  constructor(mapping: Mapping, header: Header, digest: Digest) {
    this.#header = header;
    this.#own = mapping.template === OWN_TEMPLATE;
    this.#reader = readerOf(mapping, header);
    this.#identity = new RowIdentity(digest, header.names);
  }

  read(record: TableRecord): ReadRow {
    this.#number += 1;
    const { line, cells } = record;
    return { number: this.#number, line, columns: this.#header.names, cells, outcome: this.#outcome(record) };
  }

  #outcome(record: TableRecord): RowOutcome {
    const broken = this.#brokenBy(record);
    if (broken !== null) return { problems: [broken] };
    const cells = this.#reader.trimmed ? record.cells.map(normalCell) : record.cells;
    const row: RowView = { cells, problems: [] };
    const reading = this.#reader.read(row);
    return outcomeOf(reading, row.problems, this.#idOf(row, reading), !this.#own);
  }

  /** Each row is counted among its equals, also one that gives nothing: its ordinal must not depend on how the file is mapped. */
  #idOf(row: RowView, reading: RowReading): string {
    if (this.#own && 'built' in reading && reading.built[0]?.draft.externalId) return '';
    return this.#identity.of(row.cells, this.#reader.idOf(row), this.#reader.uniqueId);
  }

  #brokenBy({ cells, faulty }: TableRecord): CellProblem | null {
    const { names } = this.#header;
    if (faulty !== -1) {
      const detail = 'Something stands between the closing quote of this cell and the next delimiter.';
      return { column: names[faulty] ?? null, code: 'BROKEN_ROW', detail };
    }
    const tooFew = this.#reader.needed.some((index) => index >= cells.length);
    const tooMany = cells.length > names.length && cells.slice(names.length).some((cell) => cell.trim() !== '');
    if (!tooFew && !tooMany) return null;
    const detail = `This row has ${cells.length} cells, and the header ${names.length}.`;
    return { column: null, code: 'BROKEN_ROW', detail };
  }
}

function readerOf(mapping: Mapping, header: Header): RowReader {
  if (mapping.template === OWN_TEMPLATE) return ownTableReader(header);
  const template = templateNamed(mapping.template);
  return template === null ? mappedReader(mapping, header) : templateReader(template, mapping, header);
}
