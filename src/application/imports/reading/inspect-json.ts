import { UnreadableFile } from './file-problem.ts';
import type { Inspection } from './inspection.ts';
import { readJsonRow } from './json-row.ts';
import { JsonRowSplitter } from './json-row-splitter.ts';
import { type FileFormat, type Mapping, OWN_TEMPLATE } from './mapping.ts';
import { withEnd } from './read-rows.ts';
import { TypeCensus } from './type-census.ts';
import { UNREAD, type Usual } from './usual.ts';

/** A file of operations with their wire names: there is nothing to map, only to see that it is JSON throughout. Throws UnreadableFile. */
export async function inspectJson(
  text: AsyncIterable<string>,
  format: FileFormat,
  hints: Partial<Mapping>,
  usual: Usual,
): Promise<Inspection> {
  const census = new TypeCensus();
  const names = new Set<string>();
  let records = 0;
  for await (const rows of withEnd(text, new JsonRowSplitter(format === 'ndjson'))) {
    for (const row of rows) {
      records += 1;
      const { reading, columns } = readJsonRow(row);
      for (const name of columns) if (names.size < 100) names.add(name.slice(0, 100));
      const type = 'built' in reading ? reading.built[0]?.draft.type : null;
      if (typeof type === 'string') census.add(type);
    }
  }
  if (records === 0)
    throw new UnreadableFile(
      'EMPTY_FILE',
      'There is no row: neither a list of operations nor an object that has one as `operations`.',
    );
  const mapping: Mapping = {
    ...UNREAD,
    format,
    template: OWN_TEMPLATE,
    headerLine: 0,
    decimal: '.',
    timeZone: hints.timeZone ?? usual.timeZone,
  };
  return {
    problem: null,
    mapping,
    columns: [...names].map((name) => ({ name, examples: [], use: name, proof: null })),
    types: census.values().map(({ value, count }) => ({ value, count, meaning: null })),
    moreTypes: census.more,
    records,
    questions: [],
  };
}
