import { familyTime, processorTime } from '../parts/processor-time.ts';
import type { ServerProcess } from '../parts/server-process.ts';
import { mean, percentile } from './figures.ts';
import { fire, type Target } from './fire.ts';

export type Contestant = { readonly name: string; readonly pid: number; readonly target: Target };

export const contestant = (
  name: string,
  { port, pid }: ServerProcess,
  requests: Pick<Target, 'next' | 'statuses'>,
): Contestant => ({ name, pid, target: { ...requests, port } });

export type Score = {
  readonly perSecond: number;
  /** In milliseconds. */
  readonly p99: number;
  /** Microseconds of processor time that a request costs the contestant, and PostgreSQL. */
  readonly cost: number;
  readonly databaseCost: number;
};

export type Terms = {
  readonly connections: number;
  /** Of each of the two turns. */
  readonly seconds: number;
  readonly leadInSeconds: number;
  /** Of the postmaster. */
  readonly databasePid: number;
  readonly signal: AbortSignal;
  /** Called before each turn, so that it is this contestant's. */
  prepare?(contestant: Contestant): Promise<void>;
};

/** One round: each contestant has a turn, and then again in the reverse order, so that what changes evenly meanwhile favours nobody. */
export async function contest(contestants: readonly Contestant[], terms: Terms): Promise<Record<string, Score>> {
  const turns: { name: string; score: Score }[] = [];
  for (const contestant of [...contestants, ...contestants.toReversed()]) {
    terms.signal.throwIfAborted();
    await terms.prepare?.(contestant);
    turns.push({ name: contestant.name, score: await turn(contestant, terms) });
  }
  return Object.fromEntries(
    contestants.map(({ name }) => [
      name,
      together(turns.filter((turn) => turn.name === name).map(({ score }) => score)),
    ]),
  );
}

async function turn({ pid, target }: Contestant, terms: Terms): Promise<Score> {
  const time = () => ({ own: processorTime(pid), database: familyTime(terms.databasePid) });
  let before = time();
  const onCounting = () => {
    before = time();
  };
  const { perSecond, milliseconds } = await fire(target, { ...terms, onCounting });
  const after = time();
  return {
    perSecond,
    p99: percentile(milliseconds, 0.99),
    cost: (after.own - before.own) / milliseconds.length,
    databaseCost: (after.database - before.database) / milliseconds.length,
  };
}

const together = (scores: readonly Score[]): Score => ({
  perSecond: mean(scores.map(({ perSecond }) => perSecond)),
  p99: mean(scores.map(({ p99 }) => p99)),
  cost: mean(scores.map(({ cost }) => cost)),
  databaseCost: mean(scores.map(({ databaseCost }) => databaseCost)),
});
