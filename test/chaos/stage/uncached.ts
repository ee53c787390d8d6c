import { freePort } from '#test/support/free-port.ts';
import { Blotter } from './blotter.ts';
import type { Client } from './client.ts';
import type { Pair, Two } from './pair.ts';
import type { Stage } from './stage.ts';

const LISTS = ['/api/v1/operations', '/api/v1/accounts'];

/** A third process beside a pair, whose Redis is nowhere: it believes no cache and reads the database for every answer. */
export async function uncached(stage: Stage, { postgres }: Pair): Promise<Blotter> {
  const nowhere = `redis://127.0.0.1:${await freePort()}`;
  const blotter = await Blotter.beside(stage, await postgres.url(), { REDIS_URL: nowhere, LOG_LEVEL: 'warn' });
  await blotter.answers();
  return blotter;
}

/** The lists that two processes do not answer by the same bytes as the one that is not cached. */
export async function differences(people: readonly Two<Client>[], { url }: Blotter): Promise<string[]> {
  const complaints: string[] = [];
  for (const [one, other] of people) {
    for (const path of LISTS) {
      const clients = [one, other, one.at(url, { keepAlive: false })];
      const answers = await Promise.all(clients.map((client) => client.get(path)));
      const [first = '', second = '', truth = ''] = answers.map(({ status, body }) => `${status} ${body}`);
      for (const answer of [first, second])
        if (answer !== truth) complaints.push(`${path}: ${difference(answer, truth)}`);
    }
  }
  return complaints;
}

function difference(is: string, must: string): string {
  const at = [...is].findIndex((letter, index) => letter !== must[index]);
  const [from, to] = [Math.max(0, at - 40), at + 40];
  return `…${is.slice(from, to)}… instead of …${must.slice(from, to)}…`;
}
