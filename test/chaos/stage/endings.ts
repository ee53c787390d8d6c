import type { Blotter } from './blotter.ts';
import { Client, NoAnswerError } from './client.ts';
import { Loop } from './loop.ts';
import type { Two } from './pair.ts';
import type { Random } from './random.ts';
import type { Tokens } from './tokens.ts';

const ME = '/api/v1/users/me';

/** Ends one token after another at one process, each of which the other knows, and asks that one. */
export class Endings {
  /** What the other said after the token was ended, or that nobody said that it was. */
  readonly outcomes: (number | string)[] = [];
  readonly #pair: Two<Blotter>;
  readonly #tokens: Tokens;
  readonly #random: Random;
  readonly #loop = new Loop(() => this.#endOne());

  constructor(pair: Two<Blotter>, tokens: Tokens, random: Random) {
    this.#pair = pair;
    this.#tokens = tokens;
    this.#random = random;
  }

  start(): void {
    this.#loop.start();
  }

  finish(): Promise<void> {
    return this.#loop.finish();
  }

  /** Those of the ended that lived on. */
  get survivors(): (number | string)[] {
    return this.outcomes.filter((outcome) => outcome === 200);
  }

  async #endOne(): Promise<void> {
    const [here, there] = this.#random.chance(0.5) ? this.#pair : this.#pair.toReversed();
    this.outcomes.push(await endedAt(here!, there!, await this.#tokens.make()));
  }
}

/**
 * Uses a token at `there` so that it may be remembered, ends it at `here`, and returns what `there` then says: a status, or why there was no
 * answer.
 */
export async function endedAt(here: Blotter, there: Blotter, token: string): Promise<number | string> {
  const [at, beside] = [new Client(here.url, { token }), new Client(there.url, { token })];
  try {
    for (let use = 0; use < 2; use += 1) await beside.get(ME);
    const { status } = await at.call({ method: 'POST', path: '/api/v1/auth/bearer/logout' });
    return status === 204 ? (await beside.get(ME)).status : `not ended: ${status}`;
  } catch (error) {
    if (error instanceof NoAnswerError) return error.code;
    throw error;
  } finally {
    at.close();
    beside.close();
  }
}
