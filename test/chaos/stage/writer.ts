import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Call, Client, NoAnswerError } from './client.ts';
import type { Random } from './random.ts';

/** One attempt at a call. `info`: nobody knows whether it had its effect, as no answer came or one that does not say. */
export type Attempt = {
  readonly method: string;
  readonly key: string | undefined;
  readonly outcome: 'ok' | 'fail' | 'info';
  /** The status, or the code of the failure: `ECONNRESET`. */
  readonly status: number | string;
  readonly answer: Answer | undefined;
  readonly milliseconds: number;
  /** `performance.now()` of its end. */
  readonly at: number;
};

/** What a writer knows to be true of an operation that it made. */
export type KnownOperation = {
  readonly id: string;
  /** Stands in its note, so that a second one made by the same call would be seen. */
  readonly label: string;
  version: number;
  deleted: boolean;
};

const PAUSE_MILLISECONDS = 20;
/** How long one step may go without an acknowledgement before the writer gives up. */
const PATIENCE_MILLISECONDS = 150_000;

/**
 * A closed loop of one client that makes, changes and deletes operations of its own, each call again and again until it is
 * acknowledged. It keeps what must be true afterwards, and a complaint for every answer that cannot be.
 */
export class Writer {
  readonly known: KnownOperation[] = [];
  readonly attempts: Attempt[] = [];
  readonly complaints: string[] = [];
  readonly #client: Client;
  readonly #random: Random;
  readonly #name: string;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();
  #steps = 0;

  constructor(client: Client, random: Random, name: string) {
    this.#client = client;
    this.#random = random;
    this.#name = name;
  }

  start(): void {
    this.#stopped = false;
    this.#running = this.#run();
  }

  /** Returns when its last step is acknowledged. */
  async finish(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  get acknowledged(): number {
    return this.attempts.filter(({ outcome }) => outcome === 'ok').length;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#steps += 1;
      const living = this.known.filter(({ deleted }) => !deleted);
      const dice = this.#random.next();
      if (living.length < 5 || dice < 0.7) await this.#create();
      else if (dice < 0.9) await this.#change(this.#random.pick(living));
      else await this.#delete(this.#random.pick(living));
    }
  }

  async #create(): Promise<void> {
    const label = `${this.#name}-${this.#steps}`;
    const json = { ...anOperation, note: label };
    const { answer } = await this.#insist({ method: 'POST', path: '/api/v1/operations', json, key: randomUUID() });
    if (answer?.status !== 201) return this.#complain('POST', label, answer);
    const { id } = JSON.parse(answer.body) as { id: string };
    this.known.push({ id, label, version: 1, deleted: false });
  }

  async #change(operation: KnownOperation): Promise<void> {
    const { id, version } = operation;
    const path = `/api/v1/operations/${id}`;
    const json = { tags: [`version ${version + 1}`] };
    const headers = { 'if-match': `"${version}"` };
    const { answer, uncertain } = await this.#insist({ method: 'PATCH', path, json, headers });
    const ours = answer?.status === 412 && uncertain ? await this.#insist({ path }) : { answer };
    if (ours.answer?.status !== 200 || !ours.answer.body.includes(`"version ${version + 1}"`))
      return this.#complain('PATCH', operation.label, ours.answer);
    operation.version += 1;
  }

  async #delete(operation: KnownOperation): Promise<void> {
    const headers = { 'if-match': `"${operation.version}"` };
    const path = `/api/v1/operations/${operation.id}`;
    const { answer, uncertain } = await this.#insist({ method: 'DELETE', path, headers });
    const gone = answer?.status === 204 || (answer?.status === 404 && uncertain);
    if (!gone) return this.#complain('DELETE', operation.label, answer);
    operation.version += 1;
    operation.deleted = true;
  }

  /** Calls until an answer says what became of it; `uncertain` when an earlier attempt may have had its effect. */
  async #insist(call: Call): Promise<{ answer: Answer | undefined; uncertain: boolean }> {
    const deadline = performance.now() + PATIENCE_MILLISECONDS;
    for (let uncertain = false; performance.now() < deadline; ) {
      const attempt = await this.#attempt(call);
      this.#stopped ||= attempt.status === 'CLOSED';
      if (attempt.status === 'CLOSED') break;
      const goesOn = attempt.status === 409 && attempt.answer?.headers['retry-after'] !== undefined;
      if (attempt.outcome !== 'info' && !goesOn) return { answer: attempt.answer, uncertain };
      uncertain ||= attempt.status !== 'ECONNREFUSED';
      await sleep(PAUSE_MILLISECONDS);
    }
    return { answer: undefined, uncertain: true };
  }

  async #attempt(call: Call): Promise<Attempt> {
    const { method = 'GET', key } = call;
    const start = performance.now();
    const attempt = await this.#client.call(call).then(
      (answer) => ({ status: answer.status, answer, outcome: outcomeOf(answer.status) }),
      (error: NoAnswerError) => ({ status: error.code, answer: undefined, outcome: 'info' as const }),
    );
    const at = performance.now();
    this.attempts.push({ method, key, ...attempt, milliseconds: at - start, at });
    return this.attempts.at(-1)!;
  }

  #complain(method: string, label: string, answer: Answer | undefined): void {
    const said = answer === undefined ? 'nothing for too long' : `${answer.status} ${answer.body.slice(0, 300)}`;
    this.complaints.push(`${method} ${label} was answered ${said}`);
  }
}

const anOperation = { type: 'buy', symbol: 'VUSA', quantity: '10', price: '71.5', currency: 'EUR', date: '2026-01-05' };

function outcomeOf(status: number): Attempt['outcome'] {
  if (status < 300) return 'ok';
  return status < 500 ? 'fail' : 'info';
}
