import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../load/figures.ts';
import type { Contestant } from './contestant.ts';

/** So many are not counted. */
const FIRST = 5;

export type Percentiles = { readonly p50: number; readonly p99: number };

/** How fast a backlog is worked off, in jobs a second: until it is gone, or for so many seconds. */
export async function drainRate(
  contestant: Contestant,
  { backlog, concurrency, seconds }: { backlog: number; concurrency: number; seconds: number },
): Promise<number> {
  for (let count = 0; count < backlog; count += 1) await contestant.add(String(count));
  let begun = 0;
  const { promise: all, resolve } = Promise.withResolvers<void>();
  const start = performance.now();
  const working = await contestant.work(concurrency, () => {
    begun += 1;
    if (begun === backlog) resolve();
  });
  await Promise.race([all, pause(seconds * 1_000)]);
  const rate = (begun / (performance.now() - start)) * 1_000;
  await working.stop();
  await contestant.clean();
  return rate;
}

/** From the moment that somebody asks for a job until it begins at a worker with nothing else to do, in milliseconds. */
export async function startLatency(
  contestant: Contestant,
  { jobs, seconds }: { jobs: number; seconds: number },
): Promise<Percentiles> {
  const deadline = performance.now() + 4 * seconds * 1_000;
  let begin: () => void = () => {};
  const working = await contestant.work(5, () => begin());
  const waits: number[] = [];
  for (let job = 0; job < jobs && performance.now() < deadline; job += 1) {
    const { promise, resolve } = Promise.withResolvers<void>();
    begin = resolve;
    const asked = performance.now();
    await Promise.all([contestant.add(String(job)), promise]);
    // The first ones wake everything up.
    if (job >= FIRST) waits.push(performance.now() - asked);
    // Not in step with any timer.
    await pause(Math.random() * 20);
  }
  await working.stop();
  await contestant.clean();
  return { p50: percentile(waits, 0.5), p99: percentile(waits, 0.99) };
}

/** How fast jobs are put in, one after the other, in jobs a second. */
export async function enqueueRate(contestant: Contestant, jobs: number): Promise<number> {
  const start = performance.now();
  for (let count = 0; count < jobs; count += 1) await contestant.add(String(count));
  const rate = (jobs / (performance.now() - start)) * 1_000;
  await contestant.clean();
  return rate;
}
