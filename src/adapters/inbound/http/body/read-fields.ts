import type { z } from 'zod';
import { camelCase } from '#domain/shared/letter-case.ts';
import type { Violation } from '#domain/shared/violation.ts';
import { LossyNumber } from './json-body.ts';
import { plainNumber } from './plain-number.ts';

/** What a body or a query says, under the names of the code, and what is wrong with its shape. */
export type ReadFields = { readonly [name: string]: unknown } & { readonly faults: readonly Violation[] };

/** A body of a million unknown fields is answered with the first hundred. */
const MOST_FAULTS = 100;
/** No field takes a longer list. One that is longer is refused unseen, as a fault for each of half a million elements takes seconds. */
const LONGEST_LIST = 1_000;

/**
 * Reads an object of the wire by its schema: which fields there are and of which JSON type. What they mean, and whether it is allowed, is for
 * the domain to say, which reports its violations together with these faults.
 * @param readOnly fields that are shown but cannot be written.
 */
export function readFields(schema: z.ZodObject, value: unknown, readOnly: ReadonlySet<string> = new Set()): ReadFields {
  const endless = endlessLists(schema, value);
  const parsed = schema.safeParse(endless.length === 0 ? value : without(value, endless));
  const faults = parsed.success ? [] : parsed.error.issues.flatMap((issue) => faultsOf(issue, value, readOnly));
  for (const wire of endless)
    faults.push({ field: codeName(wire), code: 'TOO_MANY', detail: 'This list is far too long.' });
  const spoiled = new Set(faults.map(({ field }) => field.split('/', 1)[0]));
  const fields: Record<string, unknown> = { faults: faults.slice(0, MOST_FAULTS) };
  if (isObject(value))
    for (const wire of Object.keys(schema.shape)) {
      const name = codeName(wire);
      const given = value[wire];
      if (given !== undefined && !spoiled.has(name))
        fields[name] = typeof given === 'number' ? plainNumber(given) : given;
    }
  return fields as ReadFields;
}

function endlessLists(schema: z.ZodObject, value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  return Object.keys(schema.shape).filter((wire) => {
    const given = value[wire];
    return Array.isArray(given) && given.length > LONGEST_LIST;
  });
}

const without = (value: unknown, wires: readonly string[]): object => ({
  ...(value as object),
  ...Object.fromEntries(wires.map((wire) => [wire, undefined])),
});

function faultsOf(issue: z.core.$ZodIssue, value: unknown, readOnly: ReadonlySet<string>): Violation[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      readOnly.has(key)
        ? { field: rawPointer(key), code: 'READ_ONLY', detail: 'This field is shown, not written: leave it out.' }
        : { field: rawPointer(key), code: 'UNKNOWN_FIELD', detail: 'There is no such field.' },
    );
  const [wire, ...rest] = issue.path.map(String);
  if (wire === undefined) return [{ field: '', code: 'INVALID_TYPE', detail: 'The body must be a JSON object.' }];
  const given = isObject(value) ? value[wire] : undefined;
  return [{ field: [codeName(wire), ...rest].join('/'), code: 'INVALID_TYPE', detail: typeDetail(issue, given) }];
}

function typeDetail(issue: z.core.$ZodIssue, given: unknown): string {
  if (given instanceof LossyNumber)
    return 'A JSON number keeps no more than 15 significant digits: send this as a string.';
  return `${issue.message.replace(/^Invalid input: /, '').replace(/^./, (letter) => letter.toUpperCase())}.`;
}

/** The JSON pointer of a key as it came (RFC 6901 §3). */
export const rawPointer = (key: string): string => `/${key.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const codeNames = new Map<string, string>();

/** `account_id` → `accountId`; only names of schemas come here, so the map stays small. */
export function codeName(wire: string): string {
  let name = codeNames.get(wire);
  if (name === undefined) {
    name = camelCase(wire);
    codeNames.set(wire, name);
  }
  return name;
}
