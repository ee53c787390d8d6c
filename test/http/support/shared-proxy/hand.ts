import type { Agent } from 'node:http';
import type { Random } from '#test/chaos/stage/random.ts';
import type { Headers } from '../caller.ts';
import { type Ask, type Got, send } from './ask.ts';
import type { Judge } from './judge.ts';

const STRANGERS: readonly Headers[] = [
  {},
  { Authorization: 'Bearer blt_nobodys' },
  { Cookie: 'blotter=nobodys', 'Sec-Fetch-Site': 'same-origin' },
];
const CODINGS = ['br', 'gzip', 'identity', 'gzip, deflate, br'];
const WISHES = ['no-cache', 'max-age=0', 'no-store', 'only-if-cached', 'max-stale'];

const BUSY = 503;
const TRIES = 5;

export type HandParts = {
  readonly origin: URL;
  readonly agent: Agent;
  readonly random: Random;
  readonly judge: Judge;
};

/** Sends one request after the other, whoever asks, with what clients add to them, and has every answer looked at. */
export class Hand {
  readonly random: Random;
  readonly judge: Judge;
  /** Requests so far. */
  sent = 0;
  readonly #parts: HandParts;
  /** The last ETag of each path, whoever it was given to. */
  readonly #etags = new Map<string, string>();

  constructor(parts: HandParts) {
    this.random = parts.random;
    this.judge = parts.judge;
    this.#parts = parts;
  }

  /** In any of the ways in which a client may read. */
  read({ statuses, ...ask }: Omit<Ask, 'method' | 'headers'>): Promise<Got> {
    const { random } = this;
    const known = random.chance(0.5) ? this.#etags.get(ask.path) : undefined;
    const method = random.chance(0.15) ? 'HEAD' : 'GET';
    const headers = {
      ...(random.chance(0.8) && { 'Accept-Encoding': random.pick(CODINGS) }),
      ...(random.chance(0.2) && { 'Cache-Control': random.pick(WISHES) }),
      ...(known !== undefined && { 'If-None-Match': known }),
      ...(ask.who && random.chance(0.1) && { 'X-Request-Id': `${ask.who.requests}.${this.sent}` }),
    };
    if (statuses === undefined) return this.send({ ...ask, method, headers });
    const isKnown = known !== undefined && statuses.includes(200);
    return this.send({ ...ask, method, headers, statuses: isKnown ? [...statuses, 304] : statuses });
  }

  /** By one of the ways in which who asks is known; again as long as the service says "not just now", as on a machine that is very busy. */
  async send(ask: Ask): Promise<Got> {
    const { origin, agent, random, judge } = this.#parts;
    for (let attempt = 1; ; attempt += 1) {
      const headers = { ...random.pick(ask.who?.ways ?? STRANGERS), ...ask.headers };
      const got = await send(origin, agent, { ...ask, headers });
      const isBusy = got.status === BUSY && attempt < TRIES;
      this.sent += 1;
      judge.look(isBusy ? { ...ask, statuses: [BUSY] } : ask, got);
      if (got.headers.etag !== undefined) this.#etags.set(ask.path, got.headers.etag);
      if (!isBusy) return got;
    }
  }
}
