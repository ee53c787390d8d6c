import { isUtf8 } from 'node:buffer';
import express, { type RequestHandler } from 'express';
import { HttpProblem } from '../errors/http-problem.ts';
import { isLossy, scanJson } from './json-scan.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** A JSON number of more digits than a double keeps. It stands where the number stood, so that its field can be refused by name. */
export class LossyNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

const JSON_TYPE = 'application/json';
const MERGE_PATCH_TYPE = 'application/merge-patch+json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

const rawJson = express.raw({ type: [JSON_TYPE, MERGE_PATCH_TYPE], limit: MAX_BODY_BYTES });
const rawForm = express.raw({ type: FORM_TYPE, limit: 16 * 1024 });

const jsonOf = (...types: string[]): RequestHandler[] => [
  (req, _res, next) => {
    assertType(req.headers['content-type'], types);
    assertLength(req.headers['content-length']);
    next();
  },
  rawJson,
  (req, _res, next) => {
    req.body = parseJson(bytesOf(req.body));
    next();
  },
];

/** Reads a JSON body (RFC 8259) into `req.body`. */
export const jsonBody = jsonOf(JSON_TYPE);

/** Reads a merge patch (RFC 7396), which may also be called plain JSON. */
export const mergePatchBody = jsonOf(MERGE_PATCH_TYPE, JSON_TYPE);

/** Reads a body that a browser's form or a program's JSON may bring. */
export const formOrJsonBody: RequestHandler[] = [
  (req, _res, next) => {
    assertType(req.headers['content-type'], [JSON_TYPE, FORM_TYPE]);
    assertLength(req.headers['content-length']);
    next();
  },
  rawJson,
  rawForm,
  (req, _res, next) => {
    const isForm = req.headers['content-type']?.toLowerCase().startsWith(FORM_TYPE);
    req.body = isForm ? parseForm(bytesOf(req.body)) : parseJson(bytesOf(req.body));
    next();
  },
];

function assertType(header: string | undefined, accepted: string[]): void {
  const [type = '', ...parameters] = (header ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (!accepted.includes(type) || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8'))
    throw new HttpProblem(415, 'UNSUPPORTED_MEDIA_TYPE', `Send the body as ${accepted.join(' or ')} in UTF-8.`);
}

/** The parsers would read the whole body before they refuse it. */
function assertLength(header: string | undefined): void {
  if (Number(header) > MAX_BODY_BYTES)
    throw new HttpProblem(413, 'BODY_TOO_LARGE', 'The body is larger than this address takes.', {
      Connection: 'close',
    });
}

/** Without a body the raw parsers leave none. */
const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw malformed('The request has no body.');
  if (!isUtf8(bytes)) throw malformed('The body is not valid UTF-8.');
  const scan = scanJson(bytes);
  if (scan.fault !== null) throw malformed(`The JSON body ${scan.fault} (at byte ${scan.at}).`);
  try {
    return scan.hasLossyNumber ? JSON.parse(bytes.toString(), keepLossyNumbers) : JSON.parse(bytes.toString());
  } catch (error) {
    throw malformed(`The body is not valid JSON: ${(error as Error).message.slice(0, 200)}.`);
  }
}

/** The reviver's third argument shows the source text (ECMA-262, JSON.parse source text access). */
function keepLossyNumbers(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' && context?.source && isLossy(context.source)
    ? new LossyNumber(context.source)
    : value;
}

function parseForm(bytes: Buffer): unknown {
  const text = bytes.toString('latin1');
  return entriesOf(text, 'body');
}

/**
 * `a=1&b=2` as an object; a name given twice has an array of its values.
 * @throws {HttpProblem} 400 for what is not percent-encoded UTF-8.
 */
export function entriesOf(text: string, where: 'body' | 'query'): Record<string, string | string[]> {
  const entries: Record<string, string | string[]> = Object.create(null);
  for (const part of text.split('&')) {
    if (part === '') continue;
    const [name = '', ...value] = part.split('=').map((side) => decoded(side, where));
    const text = value.join('=');
    const before = entries[name];
    entries[name] = before === undefined ? text : [before, text].flat();
  }
  return entries;
}

function decoded(text: string, where: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw malformed(`The ${where} has a part that is not percent-encoded UTF-8.`);
  }
}

const malformed = (detail: string): HttpProblem => new HttpProblem(400, 'MALFORMED', detail);
