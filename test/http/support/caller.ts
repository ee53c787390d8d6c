import request, { type Test } from 'supertest';
import { Answer } from './answer.ts';
import { API } from './contract.ts';

export type Headers = Readonly<Record<string, string>>;
/** What is done with every answer before a test sees it. */
export type Witness = (method: string, target: string, answer: Answer) => void;

const OUTSIDE = /^\/(livez|readyz|metrics|api)\b/;

/** Somebody who speaks to the service by supertest, always under the same credentials; paths are of the API. */
export class Caller {
  readonly #origin: string;
  readonly #headers: Headers;
  readonly #witness: Witness;

  constructor(origin: string, headers: Headers, witness: Witness) {
    this.#origin = origin;
    this.#headers = headers;
    this.#witness = witness;
  }

  /** The same one, with these headers too; an empty value takes one away. */
  with(headers: Headers): Caller {
    const all = Object.entries({ ...this.#headers, ...headers }).filter(([, value]) => value !== '');
    return new Caller(this.#origin, Object.fromEntries(all), this.#witness);
  }

  get(path: string, headers: Headers = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  head(path: string, headers: Headers = {}): Promise<Answer> {
    return this.send('HEAD', path, undefined, headers);
  }

  post(path: string, body: unknown, headers: Headers = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  put(path: string, body: unknown, headers: Headers = {}): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }

  patch(path: string, body: unknown, headers: Headers = {}): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  delete(path: string, headers: Headers = {}): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  /** A string or a buffer is sent as it is, anything else as JSON; without a type of its own it is said to be JSON. */
  async send(method: string, path: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    const target = OUTSIDE.test(path) ? path : `${API}${path}`;
    const test: Test = request(this.#origin)[method.toLowerCase() as 'get'](target);
    test.buffer(true).serialize((data) => data as string);
    if (body !== undefined) test.set('Content-Type', 'application/json');
    for (const [name, value] of Object.entries({ ...this.#headers, ...headers })) test.set(name, value);
    if (body !== undefined) test.send(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
    const { status, headers: got, text } = await test;
    const answer = new Answer(status, got, text ?? '');
    this.#witness(method, target, answer);
    return answer;
  }
}
