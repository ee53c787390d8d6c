import { formatOf } from './file-format.ts';
import { type FileProblem, UnreadableFile } from './file-problem.ts';
import { type Chunks, FileText } from './file-text.ts';
import { inspectJson } from './inspect-json.ts';
import { inspectTable } from './inspect-table.ts';
import type { Inspection } from './inspection.ts';
import type { Mapping } from './mapping.ts';
import type { Usual } from './usual.ts';

/**
 * How a file can be read, in one pass over the whole of it and in constant memory. Never throws for what is in the file: what cannot be read is its
 * `problem`.
 *
 * @param hints what a person has said before: each comes before what the file or a template says. After a correction of the template, the
 * format, the encoding, the delimiter or the line of the header, a file is inspected anew with all corrections as hints.
 */
export async function inspectFile(
  chunks: Chunks,
  hints: Partial<Mapping> = {},
  usual: Usual = { timeZone: 'UTC' },
): Promise<Inspection> {
  try {
    const file = new FileText(chunks, hints.encoding ?? null);
    const text = file.read();
    const first = await text.next();
    const head = first.done === true ? '' : first.value;
    const format = hints.format ?? formatOf(head);
    const whole = withHead(head, text);
    const inspection =
      format === 'csv' ? await inspectTable(head, whole, hints, usual) : await inspectJson(whole, format, hints, usual);
    // Only at the end of the file is its encoding known.
    const mapping = inspection.mapping && { ...inspection.mapping, encoding: file.encoding };
    return { ...inspection, mapping };
  } catch (error) {
    if (error instanceof UnreadableFile) return unreadable(error.problem);
    throw error;
  }
}

async function* withHead(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}

const unreadable = (problem: FileProblem): Inspection => ({
  problem,
  mapping: null,
  columns: [],
  types: [],
  moreTypes: false,
  records: 0,
  questions: [],
});
