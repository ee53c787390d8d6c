import { Client, type Credential } from './client.ts';
import { Endings } from './endings.ts';
import { tally } from './figures.ts';
import type { Pair, Two } from './pair.ts';
import { register, signIn, signInByCookie } from './people.ts';
import { session } from './postgres.ts';
import { Readers } from './readers.ts';
import type { Stage } from './stage.ts';
import { Tokens } from './tokens.ts';
import { differences, uncached } from './uncached.ts';
import { until } from './wait.ts';
import { Witness } from './witness.ts';

const READS = ['/api/v1/users/me', '/api/v1/operations', '/api/v1/accounts'];

type Kind = 'bearer' | 'browser';
type Person = Readonly<Record<Kind, Two<Client>>>;
type Called = { readonly status: number | string; readonly milliseconds: number; readonly at: number };

export type RegularsSize = {
  readonly people: number;
  /** Of each reader after an answer, and of each writer after a step, in milliseconds. */
  readonly pause: number;
};

/**
 * People who are at both processes at once, each by a bearer token and in a browser: they read the same lists all the time, and each writes at
 * either and looks for it at the other. One more ends tokens.
 */
export class Regulars {
  readonly #stage: Stage;
  readonly #pair: Pair;
  readonly #people: readonly Person[];
  readonly #pause: number;
  readonly #endings: Endings;
  readonly #witnesses: Readonly<Record<Kind, Witness[]>>;
  readonly #readers: Record<Kind, Readers[]> = { bearer: [], browser: [] };

  private constructor(stage: Stage, pair: Pair, people: readonly Person[], pause: number, tokens: Tokens) {
    this.#stage = stage;
    this.#pair = pair;
    this.#people = people;
    this.#pause = pause;
    this.#endings = new Endings(pair.blotters, tokens, stage.random.fork());
    const witness = (clients: Two<Client>, name: string) => new Witness(clients, stage.random.fork(), name, pause);
    this.#witnesses = {
      bearer: people.map(({ bearer }, index) => witness(bearer, `bearer-${index}`)),
      browser: people.map(({ browser: [one, other] }, index) => witness([other, one], `browser-${index}`)),
    };
  }

  /** When it returns they have begun, and both processes are warm. */
  static async gather(stage: Stage, pair: Pair, { people, pause }: RegularsSize): Promise<Regulars> {
    const [{ url }, other] = pair.blotters;
    const bothOf = (credential: Credential): Two<Client> => {
      const both = [new Client(url, credential), new Client(other.url, credential)] as const;
      for (const client of both) stage.atEnd(() => client.close());
      return both;
    };
    const all: Person[] = [];
    while (all.length < people) {
      const person = await register(url);
      const [token, cookie] = await Promise.all([signIn(url, person), signInByCookie(url, person)]);
      all.push({ bearer: bothOf({ token }), browser: bothOf({ cookie }) });
    }
    // A connection does one thing at a time.
    const own = await session(await pair.postgres.url());
    stage.atEnd(() => own[Symbol.asyncDispose]());
    const regulars = new Regulars(stage, pair, all, pause, new Tokens(own, await register(url)));
    await regulars.#start();
    return regulars;
  }

  /** One after another: processes that have just started are slower than they will be. */
  async #start(): Promise<void> {
    for (const [index, person] of this.#people.entries()) {
      for (const kind of ['bearer', 'browser'] as const) {
        for (const client of person[kind]) this.#readers[kind].push(new Readers(client, READS, this.#pause));
        const witness = this.#witnesses[kind][index]!;
        witness.start();
        await until('the newcomer has written', () => witness.steps >= 2);
      }
    }
    this.#endings.start();
    await this.progress(3);
  }

  /** They go on reading, and write no more. */
  async rest(): Promise<void> {
    await Promise.all([...this.#all, this.#endings].map((one) => one.finish()));
  }

  resume(): void {
    for (const one of [...this.#all, this.#endings]) one.start();
  }

  /** Everybody looks for all that they have written. */
  async lookAround(): Promise<void> {
    await Promise.all(this.#all.map((witness) => witness.lookAround()));
  }

  /** Waits until each has written, and looked, so many times more. */
  async progress(steps: number): Promise<void> {
    const before = this.#all.map((witness) => witness.steps);
    await until(`everybody has written ${steps} times more`, () =>
      this.#all.every((witness, index) => witness.steps >= before[index]! + steps),
    );
  }

  get calls(): Called[] {
    return [...this.#callsOf('bearer'), ...this.#callsOf('browser')];
  }

  /** Sends them home, and claims that none of them was refused, or shown what was so no longer. */
  async finish(): Promise<void> {
    const { card } = this.#stage;
    const { bearer, browser } = this.#readers;
    await Promise.all([this.rest(), ...[...bearer, ...browser].map((one) => one.finish())]);
    const { outcomes } = this.#endings;
    card.note('calls', tally(this.calls.map(({ status }) => status)));
    card.none('calls by bearer token that failed', this.#failed('bearer'));
    card.none('calls of browsers that failed', this.#failed('browser'));
    card.none(
      'sights of what was so no longer',
      this.#all.flatMap(({ stale }) => stale),
    );
    card.exactly('tokens at one after the other ended them', tally(outcomes), `401 × ${outcomes.length}`);
    const truth = await uncached(this.#stage, this.#pair);
    const lists = this.#people.map(({ bearer: clients }) => clients);
    card.none('lists that differ from the database', await differences(lists, truth));
    const living = this.#pair.blotters.filter(({ isRunning }) => isRunning);
    card.exactly('processes that live', living.length, 2);
  }

  /** What was not answered as it must be. */
  #failed(kind: Kind): string[] {
    const unread = this.#readers[kind]
      .flatMap(({ readings }) => readings)
      .filter(({ status }) => status !== 200)
      .map(({ path, status, answer }) => `GET ${path}: ${status} ${answer?.body ?? ''}`);
    return [...this.#witnesses[kind].flatMap(({ failed }) => failed), ...unread];
  }

  #callsOf(kind: Kind): Called[] {
    const seen = this.#witnesses[kind].flatMap(({ calls }) => calls);
    return [...seen, ...this.#readers[kind].flatMap(({ readings }) => readings)];
  }

  get #all(): Witness[] {
    return [...this.#witnesses.bearer, ...this.#witnesses.browser];
  }
}
