import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { AssertionError } from 'chai';
import type { Answer } from './answer.ts';

/** As much of a JSON schema as tests look at. */
export type Schema = {
  readonly $ref?: string;
  readonly pattern?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly example?: string;
};
type Described = { readonly required?: boolean };
export type Parameter = Described & {
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly name: string;
  readonly schema: Schema;
};
type Content = Readonly<
  Record<string, { readonly schema: Schema; readonly example?: Readonly<Record<string, unknown>> }>
>;
type Response = { readonly headers?: Readonly<Record<string, Described>>; readonly content?: Content };

export type ApiOperation = {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
  /** Absent: the one of the document, a session or a token. Empty: nobody is asked who they are. */
  readonly security?: readonly object[];
};
export type ApiDocument = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly properties: Readonly<Record<string, Schema>> }>>;
  };
};
export type Route = { readonly method: string; readonly path: string; readonly operation: ApiOperation };

export const API = '/api/v1';

/** Headers that mean something to one answer alone: where one is sent, the document must say so. */
const TELLING = [
  'allow',
  'etag',
  'idempotency-replayed',
  'link',
  'location',
  'retry-after',
  'set-cookie',
  'www-authenticate',
];
/** What any address can answer, whichever operation was meant: no operation documents them. */
const OF_NO_OPERATION = [405, 408, 431, 500];
const OUTSIDE = /^\/(livez|readyz|metrics)/;
const SENTENCE = /^[\p{L}\p{Nd}].*[.]$/su;

/** The served OpenAPI document, as the judge of every answer. */
export class Contract {
  readonly document: ApiDocument;
  readonly routes: readonly Route[];
  readonly #ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
  readonly #matchers: readonly { readonly route: Route; readonly pattern: RegExp }[];

  constructor(document: ApiDocument) {
    this.document = document;
    this.routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    );
    this.#matchers = this.routes.map((route) => ({
      route,
      pattern: new RegExp(`^${API}${route.path.replace(/\{\w+\}/g, '[^/]+')}/?$`),
    }));
    this.#ajv.addSchema({ $id: DOCUMENT_ID, ...document });
  }

  /** The fields of a route's JSON body; empty when it takes none. */
  fieldsOf({ operation }: Route): Readonly<Record<string, Schema>> {
    const { $ref } = operation.requestBody?.content['application/json']?.schema ?? {};
    return this.document.components.schemas[$ref?.split('/').at(-1) ?? '']?.properties ?? {};
  }

  /** Fails on an answer that the document does not tell of, or that is not as it tells. */
  check(method: string, target: string, answer: Answer): void {
    const complaints = [...this.#complaints(method, target, answer)];
    if (complaints.length > 0)
      throw new AssertionError(
        `${method} ${target} → ${answer.status} breaks the contract:\n  ${complaints.join('\n  ')}\n${answer.text.slice(0, 1_000)}`,
      );
  }

  *#complaints(method: string, target: string, answer: Answer): Generator<string> {
    const [path = ''] = target.split('?');
    if (!/^[A-Za-z0-9._:-]{1,128}$/.test(answer.headers['x-request-id'] ?? '')) yield 'it has no X-Request-Id';
    if (answer.status >= 400 && !OUTSIDE.test(path)) yield* this.#problemComplaints(method, path, answer);
    const asked = method === 'HEAD' ? 'GET' : method;
    const known = this.#matchers.find(({ route, pattern }) => route.method === asked && pattern.test(path));
    if (known !== undefined && !OF_NO_OPERATION.includes(answer.status))
      yield* this.#routeComplaints(known.route, method, answer);
  }

  *#routeComplaints(route: Route, method: string, answer: Answer): Generator<string> {
    const response = route.operation.responses[answer.status];
    if (response === undefined) {
      yield `the status is not documented for ${route.operation.operationId}`;
      return;
    }
    const documented = response.headers ?? {};
    const sent = { ...answer.headers, ...(answer.cookies.length > 0 ? { 'set-cookie': '' } : {}) };
    for (const [name, { required = false }] of Object.entries(documented))
      if (required && !(name in sent)) yield `the header ${name} is missing`;
    for (const name of TELLING) if (name in sent && !(name in documented)) yield `the header ${name} is not documented`;
    if (method === 'HEAD') {
      if (answer.text !== '') yield 'an answer to HEAD has a body';
    } else {
      yield* this.#bodyComplaints(route, response, answer);
    }
  }

  *#bodyComplaints({ path, method }: Route, { content }: Response, answer: Answer): Generator<string> {
    const [type = ''] = (answer.headers['content-type'] ?? '').split(';');
    if (content === undefined) {
      if (answer.text !== '' || type !== '') yield 'there is a body where none is documented';
    } else if (!(type in content)) {
      yield `the content type "${type}" is not documented`;
    } else {
      const place = ['paths', path, method.toLowerCase(), 'responses', String(answer.status), 'content', type];
      const body = /[/+]json$/.test(type) ? JSON.parse(answer.text) : answer.text;
      yield* this.#schemaComplaints([...place, 'schema'], body);
    }
  }

  *#problemComplaints(method: string, path: string, { status, headers, text }: Answer): Generator<string> {
    if (headers['cache-control'] !== 'no-store') yield 'a refusal must not be kept';
    if (status === 401 && headers['www-authenticate'] !== 'Bearer') yield 'a 401 names no way to sign in';
    if (status === 405 && headers['allow'] === undefined) yield 'a 405 does not say what is allowed';
    if (status === 503 && headers['retry-after'] === undefined) yield 'a 503 does not say when to come again';
    if (headers['content-type'] !== 'application/problem+json') yield 'a refusal is no problem+json';
    if (method === 'HEAD') return;
    const problem = JSON.parse(text);
    yield* this.#schemaComplaints(['components', 'schemas', 'Problem'], problem);
    if (problem.status !== status) yield 'the problem tells another status';
    if (problem.request_id !== headers['x-request-id']) yield 'the problem tells another request id';
    if (problem.instance !== path) yield 'the problem tells another instance';
    if (!SENTENCE.test(problem.detail)) yield `the detail is no sentence: ${problem.detail}`;
    for (const { pointer, detail } of problem.errors ?? []) {
      if (!/^(\/.*)?$/s.test(pointer)) yield `${pointer} is no JSON pointer`;
      if (!SENTENCE.test(detail)) yield `the detail of ${pointer} is no sentence: ${detail}`;
    }
  }

  *#schemaComplaints(place: readonly string[], body: unknown): Generator<string> {
    const validate = this.#validator(place);
    if (!validate(body)) yield this.#ajv.errorsText(validate.errors, { dataVar: 'body' });
  }

  /** Of the schema at this place of the document. */
  #validator(place: readonly string[]): ValidateFunction {
    const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const $id = `${DOCUMENT_ID}/${pointer}`;
    return this.#ajv.getSchema($id) ?? this.#ajv.compile({ $id, $ref: `${DOCUMENT_ID}#/${pointer}` });
  }
}

const DOCUMENT_ID = 'https://blotter.invalid/openapi';
