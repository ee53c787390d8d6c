import type { Request } from 'express';
import { z } from 'zod';
import type { Page } from '#application/ports/page.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import { InvalidValue } from '#domain/shared/invalid-value.ts';
import { parseUuid } from '#domain/shared/uuid.ts';
import { entriesOf } from './body/json-body.ts';
import { type ReadFields, readFields } from './body/read-fields.ts';
import { text, uuidText } from './shared-schema.ts';

/** The query of a request, read name by name. Names that the schema does not know are faults: a misspelt filter must not show everything. */
export class QueryReader {
  readonly #query: ReadFields;
  readonly #reader: DraftReader<string>;

  /** @throws {HttpProblem} 400 when the query is not percent-encoded UTF-8. */
  constructor(req: Request, schema: z.ZodObject) {
    this.#query = readFields(schema, queryOf(req));
    this.#reader = new DraftReader(this.#query.faults);
  }

  /** The parsed value; undefined when it is absent or refused. `parse` throws InvalidValue. */
  read<Value>(name: string, parse: (text: string) => Value): Value | undefined {
    return this.#reader.read(name, this.#query[name] as string | undefined, parse) ?? undefined;
  }

  /** @throws {InvalidFields} with every violation, when there are any. */
  finish(): void {
    if (this.#reader.hasViolations()) throw this.#reader.invalidFields();
  }
}

/** @throws {HttpProblem} 400 when it is not percent-encoded UTF-8. */
export function queryOf({ url }: Request): object {
  const at = url.indexOf('?');
  return at === -1 ? {} : entriesOf(url.slice(at + 1), 'query');
}

export const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** How many entries a page has. What it answers throws InvalidValue. */
export const limitUpTo =
  (most: number) =>
  (text: string): number => {
    const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    if (limit < 1 || limit > most)
      throw new InvalidValue('OUT_OF_RANGE', `A limit is a whole number from 1 to ${most}.`);
    return limit;
  };
export const parseLimit = limitUpTo(MAX_LIMIT);

/**
 * The cursor where a list goes on, when it does.
 * @param cursorAfter the cursor of the page that begins after a row.
 */
export function nextOf<Row extends object>(
  { rows, more }: Page<Row>,
  cursorAfter: (last: Row) => string,
): string | undefined {
  const last = rows.at(-1);
  return last && more ? cursorAfter(last) : undefined;
}

export const ownerQuery = z.strictObject({
  user_id: uuidText('Another user; only for an auditor or admin.').optional(),
});
export const listQuery = z.strictObject({
  limit: text({ description: '1 to 200; 50 when left out.', pattern: '^[0-9]{1,3}$' }).optional(),
  cursor: text({ description: 'From the Link of the page before.' }).optional(),
});

export const pageQuery = ownerQuery.extend(listQuery.shape);

/** The user that a read is asked for. Throws InvalidFields. */
export function readOwner(req: Request): string | undefined {
  const query = new QueryReader(req, ownerQuery);
  const userId = query.read('userId', parseUuid);
  query.finish();
  return userId;
}

/** The page of a list that is nobody's own. Throws InvalidFields. */
export function readListQuery(req: Request): { limit: number; cursor: string | undefined } {
  const query = new QueryReader(req, listQuery);
  const page = readPage(query);
  query.finish();
  return page;
}

/** The page of a list without filters, and the user it is asked for. Throws InvalidFields. */
export function readPageQuery(req: Request): { limit: number; cursor: string | undefined; userId: string | undefined } {
  const query = new QueryReader(req, pageQuery);
  const page = readPage(query);
  const userId = query.read('userId', parseUuid);
  query.finish();
  return { ...page, userId };
}

/** The place and length of a page; `finish` of the query is the caller's. */
export const readPage = (query: QueryReader) => ({
  limit: query.read('limit', parseLimit) ?? DEFAULT_LIMIT,
  cursor: query.read('cursor', asGiven),
});

export const asGiven = (text: string): string => text;
