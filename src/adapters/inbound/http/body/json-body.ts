import { isUtf8 } from 'node:buffer';
import type { RequestHandler } from 'express';
import { HttpProblem } from '../errors/http-problem.ts';
import { isLossy, scanJson } from './json-scan.ts';
import { MAX_BODY_BYTES, readBytes } from './read-bytes.ts';

const MAX_FORM_BYTES = 16 * 1024;

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

/** A thousand operations, with room for their notes. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024;

const jsonOf =
  (types: string[], limit = MAX_BODY_BYTES): RequestHandler =>
  async (req, _res, next) => {
    assertType(req.headers['content-type'], types);
    req.body = parseJson(await readBytes(req, limit));
    next();
  };

/** Reads a JSON body (RFC 8259) into `req.body`. */
export const jsonBody = jsonOf([JSON_TYPE]);

/** The same of a batch, which may be larger. */
export const batchBody = jsonOf([JSON_TYPE], MAX_BATCH_BYTES);

/** Reads a merge patch (RFC 7396), which may also be called plain JSON. */
export const mergePatchBody = jsonOf([MERGE_PATCH_TYPE, JSON_TYPE]);

/** Reads a body that a browser's form or a program's JSON may bring. */
export const formOrJsonBody: RequestHandler = async (req, _res, next) => {
  const type = assertType(req.headers['content-type'], [JSON_TYPE, FORM_TYPE]);
  req.body =
    type === FORM_TYPE
      ? entriesOf((await readBytes(req, MAX_FORM_BYTES)).toString('latin1'), 'body')
      : parseJson(await readBytes(req, MAX_BODY_BYTES));
  next();
};

/** Reads a browser's form. */
export const readFormBody: RequestHandler = async (req, _res, next) => {
  assertType(req.headers['content-type'], [FORM_TYPE]);
  req.body = entriesOf((await readBytes(req, MAX_FORM_BYTES)).toString('latin1'), 'body');
  next();
};

function assertType(header: string | undefined, accepted: string[]): string {
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
  return type;
}

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
