import type { Digest } from '#application/ports/digest.ts';
import { readJsonRow } from './json-row.ts';
import type { JsonText } from './json-row-splitter.ts';
import type { ReadRow } from './read-row.ts';
import { RowIdentity } from './row-identity.ts';
import { outcomeOf } from './row-outcome.ts';

/** Rows of one JSON or NDJSON file, in its order. Each has its own columns. */
export class JsonRows {
  readonly #identity: RowIdentity;
  #number = 0;

  constructor(digest: Digest) {
    this.#identity = new RowIdentity(digest, []);
  }

  read(json: JsonText): ReadRow {
    this.#number += 1;
    const { columns, cells, reading, problems } = readJsonRow(json);
    const named = 'built' in reading && Boolean(reading.built[0]?.draft.externalId);
    const id = named ? '' : this.#identity.ofNamed(columns, cells);
    return { number: this.#number, line: json.line, columns, cells, outcome: outcomeOf(reading, problems, id, false) };
  }
}
