import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Call, Client, NoAnswerError } from './client.ts';
import { Loop } from './loop.ts';
import type { Two } from './pair.ts';
import type { Random } from './random.ts';

export type Witnessed = {
  readonly path: string;
  readonly status: number | string;
  readonly milliseconds: number;
  /** `performance.now()` of its end. */
  readonly at: number;
};

type Row = { readonly id: string; readonly version: number };
type Thing = Row & { readonly kind: Kind; readonly name: string };

type Kind = {
  readonly path: string;
  readonly draft: (name: string) => object;
  readonly change: (name: string, version: number) => object;
};

const OPERATIONS: Kind = {
  path: '/api/v1/operations',
  draft: (name) => ({ type: 'deposit', payment: '5', currency: 'EUR', date: '2026-01-05', note: name }),
  change: (_name, version) => ({ tags: [`version ${version}`] }),
};
const ACCOUNTS: Kind = {
  path: '/api/v1/accounts',
  draft: (name) => ({ name, currency: 'EUR' }),
  change: (name, version) => ({ name: `${name} ${version}` }),
};
const KINDS = [OPERATIONS, OPERATIONS, ACCOUNTS];
/** So few that every list is one page. */
const MOST_LIVING = 5;

/**
 * Makes, changes and deletes things of its own at one process, and as soon as that is answered looks for it at the other and where it was
 * written. What it sees must be so; nobody else changes its things.
 */
export class Witness {
  readonly calls: Witnessed[] = [];
  /** What was seen that was so no longer. */
  readonly stale: string[] = [];
  readonly failed: string[] = [];
  readonly #here: Client;
  readonly #there: Client;
  readonly #random: Random;
  readonly #name: string;
  readonly #pause: number;
  #living: Thing[] = [];
  readonly #gone = new Set<string>();
  /** A client of it is: the scenario has ended early. */
  #closed = false;
  readonly #loop = new Loop(
    () => this.#step(),
    () => this.#closed,
  );
  #steps = 0;

  /** @param pause after each step, in milliseconds. */
  constructor([here, there]: Two<Client>, random: Random, name: string, pause: number) {
    this.#here = here;
    this.#there = there;
    this.#random = random;
    this.#name = name;
    this.#pause = pause;
  }

  get steps(): number {
    return this.#steps;
  }

  start(): void {
    this.#loop.start();
  }

  finish(): Promise<void> {
    return this.#loop.finish();
  }

  async #step(): Promise<void> {
    const kind = this.#random.pick(KINDS);
    const mine = this.#living.filter((thing) => thing.kind === kind);
    const dice = this.#random.next();
    const thing = mine.length > 0 && (dice < 0.7 || mine.length === MOST_LIVING) ? this.#random.pick(mine) : undefined;
    const written = await (thing === undefined ? this.#create(kind) : this.#revise(thing, dice < 0.35));
    if (written !== undefined) await this.#look(kind, [written]);
    this.#steps += 1;
    await sleep(this.#pause);
  }

  /** @returns its id once it is there. */
  async #create(kind: Kind): Promise<string | undefined> {
    const name = `${this.#name}-${this.#steps}`;
    const key = this.#random.chance(0.5) ? { key: randomUUID() } : {};
    const answer = await this.#call(this.#here, { method: 'POST', path: kind.path, json: kind.draft(name), ...key });
    if (!this.#is(answer, 201, `POST ${name}`)) return undefined;
    const { id, version } = JSON.parse(answer.body) as Row;
    this.#living.push({ kind, name, id, version });
    return id;
  }

  /** Changes or deletes it. @returns its id once that is so. */
  async #revise(thing: Thing, deletes: boolean): Promise<string | undefined> {
    const { kind, id, name, version } = thing;
    // If that fails nobody knows what it is, and it is let be.
    this.#living = this.#living.filter((other) => other !== thing);
    const [method, status, json] = deletes
      ? ['DELETE', 204, undefined]
      : ['PATCH', 200, kind.change(name, version + 1)];
    const headers = { 'if-match': `"${version}"` };
    const answer = await this.#call(this.#here, {
      method: method as string,
      path: `${kind.path}/${id}`,
      headers,
      json,
    });
    if (!this.#is(answer, status as number, `${method} ${name}`)) return undefined;
    if (deletes) this.#gone.add(id);
    else this.#living.push({ ...thing, version: version + 1 });
    return id;
  }

  /** Looks for all that it has written, as it does for one thing after each step. */
  async lookAround(): Promise<void> {
    for (const kind of [OPERATIONS, ACCOUNTS])
      await this.#look(
        kind,
        this.#living.filter((thing) => thing.kind === kind).map(({ id }) => id),
      );
  }

  async #look(kind: Kind, ids: readonly string[]): Promise<void> {
    const places = { there: this.#there, here: this.#here };
    await Promise.all(
      Object.entries(places).map(async ([where, client]) => {
        await this.#lookThrough(where, client, kind);
        for (const id of ids) await this.#lookAt(where, client, kind, id);
      }),
    );
  }

  async #lookAt(where: string, client: Client, { path }: Kind, id: string): Promise<void> {
    const { version } = this.#living.find((thing) => thing.id === id) ?? {};
    const answer = await this.#call(client, { path: `${path}/${id}` });
    if (answer?.status === 404 || answer?.status === 200) {
      const { etag = 'nothing' } = answer.status === 200 ? answer.headers : {};
      const must = version === undefined ? 'nothing' : `"${version}"`;
      if (etag !== must) this.stale.push(`${path} of ${this.#name}, read ${where}, is ${etag} and must be ${must}`);
    } else this.#is(answer, 200, `GET ${path}/${id} ${where}`);
  }

  async #lookThrough(where: string, client: Client, kind: Kind): Promise<void> {
    const { path } = kind;
    const answer = await this.#call(client, { path });
    if (!this.#is(answer, 200, `GET ${path} ${where}`)) return;
    const found = new Map((JSON.parse(answer.body) as Row[]).map(({ id, version }) => [id, version]));
    for (const { name, id, version } of this.#living.filter((thing) => thing.kind === kind))
      if (found.get(id) !== version)
        this.stale.push(`${path}, read ${where}, has version ${found.get(id)} of ${name} and must have ${version}`);
    for (const id of this.#gone)
      if (found.has(id)) this.stale.push(`${path}, read ${where}, has ${id}, which is deleted`);
  }

  #is(answer: Answer | undefined, status: number, what: string): answer is Answer {
    if (answer?.status === status) return true;
    if (!this.#closed) this.failed.push(`${what}: ${answer?.status ?? 'no answer'} ${answer?.body ?? ''}`);
    return false;
  }

  async #call(client: Client, call: Call): Promise<Answer | undefined> {
    const start = performance.now();
    const { answer, status } = await client.call(call).then(
      (answered) => ({ answer: answered, status: answered.status }),
      (error: NoAnswerError) => ({ answer: undefined, status: error.code }),
    );
    this.#closed ||= status === 'CLOSED';
    const at = performance.now();
    this.calls.push({ path: call.path, status, milliseconds: at - start, at });
    return answer;
  }
}
