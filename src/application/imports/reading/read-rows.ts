import type { Digest } from '#application/ports/digest.ts';
import { UnreadableFile } from './file-problem.ts';
import { type Chunks, FileText } from './file-text.ts';
import { Header } from './header.ts';
import { JsonRowSplitter } from './json-row-splitter.ts';
import { JsonRows } from './json-rows.ts';
import type { Mapping } from './mapping.ts';
import type { ReadRow } from './read-row.ts';
import { RecordSplitter } from './record-splitter.ts';
import { TableRows } from './table-rows.ts';

/** At most so many rows come at once. */
export const BATCH_SIZE = 500;

/**
 * The rows of a file under a mapping, in the order of the file, in batches of 1 to 500. Memory does not grow with the file, but for a few bytes a
 * row by which equal rows are told apart. The same bytes and mapping give the same rows and ids, however the bytes are parted.
 *
 * Throws UnreadableFile where the file itself turns out to be unreadable, after the rows before it: whoever keeps rows as they come
 * lets `inspectFile` pass the whole file first.
 */
export async function* readRows(chunks: Chunks, mapping: Mapping, digest: Digest): AsyncGenerator<readonly ReadRow[]> {
  const text = new FileText(chunks, mapping.encoding).read();
  const rows = mapping.format === 'csv' ? tableRows(text, mapping, digest) : jsonRows(text, mapping, digest);
  for await (const batch of rows) {
    for (let at = 0; at < batch.length; at += BATCH_SIZE) yield batch.slice(at, at + BATCH_SIZE);
  }
}

async function* tableRows(text: AsyncIterable<string>, mapping: Mapping, digest: Digest): AsyncGenerator<ReadRow[]> {
  const splitter = new RecordSplitter(mapping.delimiter ?? ',');
  let rows: TableRows | null = null;
  for await (const records of withEnd(text, splitter)) {
    const batch: ReadRow[] = [];
    for (const record of records) {
      if (rows !== null) batch.push(rows.read(record));
      else if (mapping.headerLine === 0) {
        rows = new TableRows(mapping, Header.ofWidth(record.cells.length), digest);
        batch.push(rows.read(record));
      } else if (record.line >= mapping.headerLine) rows = new TableRows(mapping, new Header(record.cells), digest);
    }
    yield batch;
  }
  if (rows === null) throw new UnreadableFile('NO_HEADER', `There is no header in line ${mapping.headerLine}.`);
}

async function* jsonRows(text: AsyncIterable<string>, mapping: Mapping, digest: Digest): AsyncGenerator<ReadRow[]> {
  const splitter = new JsonRowSplitter(mapping.format === 'ndjson');
  const rows = new JsonRows(digest);
  for await (const texts of withEnd(text, splitter)) yield texts.map((each) => rows.read(each));
}

type Splitter<Piece> = { push(text: string): Piece[]; end(): Piece[] };

/** What a splitter makes of each piece of text, and of the end. */
export async function* withEnd<Piece>(text: AsyncIterable<string>, splitter: Splitter<Piece>): AsyncGenerator<Piece[]> {
  for await (const piece of text) yield splitter.push(piece);
  yield splitter.end();
}
