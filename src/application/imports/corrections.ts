import type { DraftReader } from '#domain/shared/draft-reader.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import type { Mapping } from './reading/mapping.ts';
import { parseMapping } from './reading/parse-mapping.ts';
import { UNREAD } from './reading/usual.ts';

const MOST_VIOLATIONS = 100;

/**
 * All that people have said so far of how a file is to be read, with a new correction. Its violations go to the reader.
 * @param proposed how it would be read without the correction; null: it was not read yet.
 */
export function correctionsOf(
  patch: Readonly<Record<string, unknown>>,
  before: Partial<Mapping>,
  proposed: Mapping | null,
  reader: DraftReader<string>,
): Partial<Mapping> {
  try {
    const next = parseMapping(patch, { ...(proposed ?? UNREAD), ...before });
    const said = [...Object.keys(before), ...Object.keys(patch)] as (keyof Mapping)[];
    return Object.fromEntries(said.map((key) => [key, next[key]]));
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error;
    for (const { field, code, detail } of error.violations.slice(0, MOST_VIOLATIONS))
      reader.refuse(field, code, detail);
    return before;
  }
}
