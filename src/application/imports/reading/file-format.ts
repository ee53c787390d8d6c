import type { FileFormat } from './mapping.ts';
import { FIELD_OF_WIRE, SHOWN_ONLY } from './wire-names.ts';

const FIRST_KEY = /^\s*\{\s*"((?:[^"\\]|\\.){0,100})"/;

/** By the beginning of its text. An object whose first key is one of an operation is a row of an NDJSON file; another has its rows in `operations`. */
export function formatOf(head: string): FileFormat {
  const beginning = head.trimStart();
  if (beginning.startsWith('[')) return 'json';
  if (!beginning.startsWith('{')) return 'csv';
  const key = FIRST_KEY.exec(beginning)?.[1] ?? '';
  return FIELD_OF_WIRE.has(key) || SHOWN_ONLY.has(key) || key === 'account' ? 'ndjson' : 'json';
}
