import type { Score } from '../load/contest.ts';
import { median } from '../load/figures.ts';
import type { Round } from '../rows/rounds.ts';
import { atLeast, atMost, fixed, type Goal, type Line, ratioLine, single, thousands } from './line.ts';

export function linesOf(rounds: readonly Round[], sizes: { rows: number; smallRows: number }): Line[] {
  const growth = `${thousands(sizes.smallRows)} → ${thousands(sizes.rows)} rows`;
  return [
    rates('first page of 20 ÷ (b) Express + pg', rounds, ({ page }) => [page.blotter, page.pg], atLeast(1)),
    rates('first page of 20 ÷ (c) Sequelize', rounds, ({ page }) => [page.blotter, page.sequelize], atLeast(3)),
    rates('first page of 20 ÷ (a) Express, bytes in memory', rounds, ({ page }) => [page.blotter, page.memory]),
    rates('GET one ÷ (b) Express + pg', rounds, ({ one }) => [one.blotter, one.pg], atLeast(0.9)),
    rates('GET one ÷ (c) Sequelize', rounds, ({ one }) => [one.blotter, one.sequelize]),
    rates('GET one ÷ (a) Express, bytes in memory', rounds, ({ one }) => [one.blotter, one.memory]),
    rates(
      'POST with Idempotency-Key ÷ (b) Express + one INSERT',
      rounds,
      ({ record }) => [record.blotter, record.pg],
      atLeast(0.6),
    ),
    tails(
      `p99 of the first page, ${growth}`,
      rounds,
      ({ firstPage }) => [firstPage.large, firstPage.small],
      atMost(1.3),
    ),
    tails(`p99 of any page, ${growth}`, rounds, ({ anyPage }) => [anyPage.large, anyPage.small], atMost(2)),
    ...whoAsks('alone on its database', rounds, ({ alone }) => alone),
    ...whoAsks('on Redis', rounds, ({ onRedis }) => onRedis),
    ...kept(rounds),
    ...storm(rounds),
    single(
      'start to /readyz, compiled before',
      'ms',
      ofStarts(rounds, ({ start }) => start.wall),
      atMost(700),
    ),
    single(
      'the same in processor time',
      'ms',
      ofStarts(rounds, ({ start }) => start.processor),
    ),
    single(
      'start to /readyz, never compiled',
      'ms',
      rounds.map(({ coldStart }) => coldStart),
    ),
    single(
      'idle memory (RSS)',
      'MB',
      ofStarts(rounds, ({ megabytes }) => megabytes),
      atMost(110),
    ),
  ];
}

function whoAsks(where: string, rounds: readonly Round[], ways: (round: Round) => Round['alone']): Line[] {
  const row = (way: 'bearer' | 'cookie', goal: Goal): Line =>
    rates(
      `GET one by ${way} ÷ without asking who, ${where}`,
      rounds,
      (round) => [ways(round)[way], ways(round).believed],
      goal,
    );
  return [row('bearer', atLeast(0.85)), row('cookie', atLeast(0.65))];
}

function kept(rounds: readonly Round[]): Line[] {
  const row = (title: string, pair: (round: Round['kept']) => readonly [Score, Score], goal?: Goal): Line =>
    rates(title, rounds, ({ kept }) => pair(kept), goal);
  return [
    row('kept list, bearer, in memory ÷ (a) bare Express', (k) => [k['memory bearer'], k.express], atLeast(0.85)),
    row('kept list, bearer, in Redis ÷ (a) bare Express', (k) => [k['redis bearer'], k.express]),
    row('kept list, cookie, in memory ÷ (a) bare Express', (k) => [k['memory cookie'], k.express]),
    row('kept list, cookie, in Redis ÷ (a) bare Express', (k) => [k['redis cookie'], k.express], atLeast(0.65)),
    row('304, bearer, in memory ÷ (a) bare Express', (k) => [k['memory 304'], k.express], atLeast(1.2)),
    row('304, bearer, in Redis ÷ (a) bare Express', (k) => [k['redis 304'], k.express]),
    row('kept list, in memory ÷ in Redis', (k) => [k['memory bearer'], k['redis bearer']], atLeast(1)),
    row(
      'list that nobody keeps ÷ kept for the first time, in memory',
      (k) => [k['memory unkept'], k['memory miss']],
      atMost(1.1),
    ),
    row(
      'list that nobody keeps ÷ kept for the first time, in Redis',
      (k) => [k['redis unkept'], k['redis miss']],
      atMost(1.1),
    ),
    ...(['memory', 'redis'] as const).map((where) =>
      single(
        `computations of one list for 500 at once, ${where === 'memory' ? 'in memory' : 'in Redis'}`,
        '',
        rounds.map(({ stampede }) => stampede[where]),
        atMost(1),
      ),
    ),
  ];
}

function storm(rounds: readonly Round[]): Line[] {
  const storms = rounds.map(({ storm }) => storm);
  return [
    ratioLine(
      'GET one while 50 sign in ÷ while nobody does',
      storms.map(({ storm, calm }) => [storm, calm]),
      ({ perSecond }) => perSecond,
      'req/s',
      0,
      atLeast(0.5),
    ),
    {
      ...single(
        'p99 of /livez while 50 sign in',
        'ms',
        storms.map(({ storm }) => storm.liveP99),
        atMost(100),
      ),
      other: `${fixed(median(storms.map(({ calm }) => calm.liveP99)), 0)} ms`,
    },
    single(
      'answers meanwhile to the 50',
      '/s',
      storms.map(({ storm }) => storm.loginsPerSecond),
    ),
  ];
}

type WarmStart = Round['warmStarts'][number];

/** Of each round the median of its starts. */
const ofStarts = (rounds: readonly Round[], figure: (start: WarmStart) => number): number[] =>
  rounds.map(({ warmStarts }) => median(warmStarts.map(figure)));

type Pair = (round: Round) => readonly [ours: Score, theirs: Score];

function rates(row: string, rounds: readonly Round[], pair: Pair, goal?: Goal): Line {
  return ratioLine(row, rounds.map(pair), ({ perSecond }) => perSecond, 'req/s', 0, goal);
}

function tails(row: string, rounds: readonly Round[], pair: Pair, goal?: Goal): Line {
  return ratioLine(row, rounds.map(pair), ({ p99 }) => p99, 'ms', 2, goal);
}
