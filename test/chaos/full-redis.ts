import { inCompany } from './stage/company.ts';
import { largest, tally } from './stage/figures.ts';
import { bothBelieve } from './stage/pair.ts';
import { signInByCookie } from './stage/people.ts';
import type { Redis } from './stage/redis.ts';
import type { RegularsSize } from './stage/regulars.ts';
import type { Stage } from './stage/stage.ts';
import { seenFirst } from './stage/strangers.ts';
import { lasting } from './stage/wait.ts';

const MEGABYTES = 2;

/** What may be wrong with a Redis that answers. Each begins, and returns what goes on being done to it. */
const ILLS: Readonly<Record<string, (redis: Redis) => Promise<(() => Promise<unknown>) | undefined>>> = {
  full: async (redis) => {
    await redis.limit(MEGABYTES, 'noeviction');
    while ((await redis.fill(100)) > 0);
    return undefined;
  },
  'read-only': async (redis) => {
    await redis.makeReadOnly(true);
    return undefined;
  },
  'emptied again and again': async (redis) => () => redis.ask('FLUSHALL'),
  'evicting what is used least': async (redis) => {
    await redis.limit(MEGABYTES, 'allkeys-lru');
    return () => redis.fill(100);
  },
  'evicting at random': async (redis) => {
    await redis.limit(MEGABYTES, 'allkeys-random');
    return () => redis.fill(100);
  },
};

export type FullSize = RegularsSize & {
  /** That each of them lasts. */
  readonly seconds: number;
  readonly rounds: number;
};

/** R6: the Redis of two processes answers, but takes nothing more, or forgets. Nobody sees anything of that. */
export async function fullRedis(stage: Stage, size: FullSize): Promise<void> {
  const { card } = stage;
  const { pair, person, regulars } = await inCompany(stage, size);
  const { blotters, redis } = pair;
  const [{ url }] = blotters;
  const recoveries: number[] = [];
  const strangers: number[] = [];
  for (let round = 0; round < size.rounds; round += 1) {
    for (const fallIll of Object.values(ILLS)) {
      const goOn = await fallIll(redis);
      const end = performance.now() + size.seconds * 1_000;
      const cookie = signInByCookie(url, person);
      while (performance.now() < end) {
        await goOn?.();
        await lasting(20);
      }
      strangers.push(...(await seenFirst(blotters, await cookie)));
      // What it kept from before is there again.
      await redis.makeReadOnly(false);
      await redis.limit(0, 'noeviction');
      recoveries.push(await bothBelieve(pair));
      await regulars.progress(2);
    }
  }
  card.note('what is wrong', Object.keys(ILLS).join(', '));
  await regulars.finish();
  card.exactly('browsers of which a process had not heard', tally(strangers), `200 × ${strangers.length}`);
  card.note('the longest answer', largest(regulars.calls.map(({ milliseconds }) => milliseconds)), 'ms');
  card.atMost('both believe their cache again after', largest(recoveries), 5_000, 'ms');
}
