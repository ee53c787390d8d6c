import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** What came back, whatever its status. */
export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly milliseconds: number;
};

export type Call = {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly bytes?: Buffer;
  readonly key?: string;
  readonly patience?: number;
};

/** No whole answer came. */
export class NoAnswerError extends Error {
  /** ECONNREFUSED, ECONNRESET, …, TIMEOUT, or CLOSED when the client itself is. */
  readonly code: string;
  /** Whether the connection had carried a call before. */
  readonly reused: boolean;

  constructor(code: string, reused: boolean, cause: unknown) {
    super(`no answer: ${code}`, { cause });
    this.code = code;
    this.reused = reused;
  }
}

/** The answer, where it has this status. */
export function expectStatus(status: number, answer: Answer): Answer {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.body.slice(0, 500)}`);
  return answer;
}

export type Credential = { readonly token: string } | { readonly cookie: string };

/** Speaks to one Blotter as one user, over connections that are kept alive. It retries nothing. */
export class Client {
  readonly #base: URL;
  readonly #credential: Credential | undefined;
  readonly #agent: Agent;
  #closed = false;

  constructor(base: string, credential?: Credential, { keepAlive = true }: { keepAlive?: boolean } = {}) {
    this.#base = new URL(base);
    this.#credential = credential;
    this.#agent = new Agent({ keepAlive, maxSockets: Number.POSITIVE_INFINITY });
  }

  get token(): string {
    if (this.#credential === undefined || !('token' in this.#credential)) throw new Error('This client has no token.');
    return this.#credential.token;
  }

  /** The same user at another address. */
  at(base: string, options?: { keepAlive?: boolean }): Client {
    return new Client(base, this.#credential, options);
  }

  /** Loops over it end by that: when a scenario ends early they must not go on beside the next one. */
  close(): void {
    this.#closed = true;
    this.#agent.destroy();
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.call({ path, headers });
  }

  /** @throws {NoAnswerError} */
  call(call: Call): Promise<Answer> {
    const { method = 'GET', path, json, key, patience = 15_000 } = call;
    const body = json === undefined ? call.bytes : Buffer.from(JSON.stringify(json));
    const headers: Record<string, string> = {
      ...this.#identity(),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(body === undefined ? {} : { 'content-length': String(body.length) }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...call.headers,
    };
    const start = performance.now();
    if (this.#closed) return Promise.reject(new NoAnswerError('CLOSED', false, undefined));
    return new Promise<Answer>((resolve, reject) => {
      const fail = (error: Error & { code?: string }): void =>
        reject(new NoAnswerError(error.code ?? error.message, req.reusedSocket, error));
      const { hostname, port } = this.#base;
      const req = request({ agent: this.#agent, host: hostname, port, method, path, headers }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('error', fail);
        res.on('end', () => {
          clearTimeout(timer);
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            body: Buffer.concat(chunks).toString(),
            milliseconds: performance.now() - start,
          });
        });
      });
      const timer = setTimeout(() => req.destroy(Object.assign(new Error(), { code: 'TIMEOUT' })), patience);
      req.on('error', (error) => {
        clearTimeout(timer);
        fail(error);
      });
      req.end(body);
    });
  }

  #identity(): Record<string, string> {
    if (this.#credential === undefined) return {};
    return 'token' in this.#credential
      ? { authorization: `Bearer ${this.#credential.token}` }
      : { cookie: this.#credential.cookie, 'sec-fetch-site': 'same-origin' };
  }
}
