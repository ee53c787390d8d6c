import { inCompany } from './stage/company.ts';
import { largest, percentile, tally } from './stage/figures.ts';
import { bothBelieve } from './stage/pair.ts';
import { signInByCookie } from './stage/people.ts';
import type { Redis } from './stage/redis.ts';
import type { RegularsSize } from './stage/regulars.ts';
import type { Stage } from './stage/stage.ts';
import { seenFirst } from './stage/strangers.ts';
import { lasting } from './stage/wait.ts';

export type OutageSize = RegularsSize & {
  readonly outages: number;
  /** That one lasts, and that nothing is wrong before. */
  readonly seconds: number;
  /** What an answer may take more than 99 of 100 take when nothing is wrong, in milliseconds. */
  readonly slack: number;
};

type Outage = { readonly begin: (redis: Redis) => Promise<void>; readonly end: (redis: Redis) => Promise<void> };

/** The Redis of two processes goes away under load, and comes back: nobody is refused, kept waiting, or shown what is so no longer. */
export async function redisOutage(stage: Stage, size: OutageSize, { begin, end }: Outage): Promise<void> {
  const { card } = stage;
  const { pair, person, regulars } = await inCompany(stage, size);
  const { blotters, redis } = pair;
  const [{ url }] = blotters;
  const times = (since: number, until = Number.POSITIVE_INFINITY): number[] =>
    regulars.calls.filter(({ at }) => at >= since && at < until).map(({ milliseconds }) => milliseconds);

  const warm = performance.now();
  await lasting(size.seconds * 1_000);
  const calm = performance.now();
  const recoveries: number[] = [];
  const strangers: number[] = [];
  for (let outage = 0; outage < size.outages; outage += 1) {
    const [earlier, spare] = [await signInByCookie(url, person), await signInByCookie(url, person)];
    await begin(redis);
    const over = lasting(size.seconds * 1_000);
    const meanwhile = await signInByCookie(url, person);
    for (const cookie of [earlier, meanwhile]) strangers.push(...(await seenFirst(blotters, cookie)));
    await over;
    await end(redis);
    recoveries.push(await bothBelieve(pair));
    strangers.push(...(await seenFirst(blotters, spare)));
    await regulars.progress(3);
  }
  const [before, since] = [times(warm, calm), times(calm)];

  card.note('outages', size.outages);
  await regulars.finish();
  card.exactly('browsers of which a process had not heard', tally(strangers), `200 × ${strangers.length}`);
  const usual = percentile(before, 0.99);
  card.note('99 of 100 answers when nothing is wrong', usual, 'ms');
  card.note('the longest then', largest(before), 'ms');
  card.note('99 of 100 answers from the first outage on', percentile(since, 0.99), 'ms');
  card.atMost('the longest from then on', largest(since), usual + size.slack, 'ms');
  card.atMost('both believe their cache again after', largest(recoveries), 5_000, 'ms');
}
