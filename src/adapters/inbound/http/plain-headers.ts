import { type OutgoingHttpHeader, ServerResponse, validateHeaderValue } from 'node:http';
import type { Express } from 'express';

type Value = OutgoingHttpHeader;

/** Header fields in order, names and values by turns, as Node's `writeHead` takes them. */
class Fields {
  readonly flat: Value[];
  readonly #keys: string[];

  constructor(others?: Fields) {
    this.flat = others ? others.flat.slice() : [];
    this.#keys = others ? others.#keys.slice() : [];
  }

  get names(): string[] {
    return this.#keys.slice();
  }

  get(name: string): Value | undefined {
    const at = this.#keys.indexOf(keyOf(name));
    return at === -1 ? undefined : this.flat[2 * at + 1];
  }

  set(name: string, value: Value): void {
    const key = keyOf(name);
    const at = this.#keys.indexOf(key);
    if (at === -1) {
      this.#keys.push(key);
      this.flat.push(name, value);
    } else this.flat[2 * at + 1] = value;
  }

  delete(name: string): void {
    const at = this.#keys.indexOf(keyOf(name));
    if (at === -1) return;
    this.#keys.splice(at, 1);
    this.flat.splice(2 * at, 2);
  }

  /** What Node refuses to send would be in the way of the answer that says so. */
  deleteInvalid(): void {
    for (const name of this.names)
      try {
        validateHeaderValue(name, this.get(name) as string);
      } catch {
        this.delete(name);
      }
  }
}

/** Names are written in the code: there are few. */
const keys = new Map<string, string>();

function keyOf(name: string): string {
  let key = keys.get(name);
  if (key === undefined) {
    key = name.toLowerCase();
    keys.set(name, key);
  }
  return key;
}

const FIELDS = Symbol('header fields');
const OF_ALL = Symbol('header fields of every answer');

type Response = ServerResponse & { [FIELDS]?: Fields; readonly [OF_ALL]: Fields };

function fieldsOf(res: Response): Fields {
  res[FIELDS] ??= new Fields(res[OF_ALL]);
  return res[FIELDS];
}

const node = ServerResponse.prototype;

const methods = {
  setHeader(this: Response, name: string, value: Value) {
    if (this.headersSent) return node.setHeader.call(this, name, value as string);
    fieldsOf(this).set(name, value);
    return this;
  },
  appendHeader(this: Response, name: string, value: string | readonly string[]) {
    const former = this.getHeader(name);
    return this.setHeader(name, former === undefined ? value : [former, value].flat().map(String));
  },
  getHeader(this: Response, name: string) {
    return fieldsOf(this).get(name);
  },
  getHeaders(this: Response) {
    return Object.fromEntries(this.getHeaderNames().map((name) => [name, this.getHeader(name)]));
  },
  getHeaderNames(this: Response) {
    return fieldsOf(this).names;
  },
  hasHeader(this: Response, name: string) {
    return this.getHeader(name) !== undefined;
  },
  removeHeader(this: Response, name: string) {
    fieldsOf(this).delete(name);
  },
  writeHead(this: Response, status: number) {
    const fields = fieldsOf(this);
    try {
      return node.writeHead.call(this, status, fields.flat as string[]);
    } catch (error) {
      fields.deleteInvalid();
      throw error;
    }
  },
};

/**
 * Lets the app's responses keep their header fields in one list until they are sent: Node's own map checks and copies each of twenty one by
 * one, which costs a fifth of an answer that is kept. `writeHead` takes a status and nothing else.
 * @param ofAll what every answer says, whatever it is.
 */
export function keepHeadersPlain(app: Express, ofAll: Readonly<Record<string, string>>): void {
  const fields = new Fields();
  for (const [name, value] of Object.entries(ofAll)) fields.set(name, value);
  Object.assign(app.response, methods, { [OF_ALL]: fields });
}
