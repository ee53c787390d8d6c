import type { Score } from '../load/contest.ts';
import { median } from '../load/figures.ts';
import type { Round } from '../rows/rounds.ts';
import type { Line } from './line.ts';

/** Rows, Blotter's and the other's figure, the ratio with its spread, the goal. */
export function resultTable(lines: readonly Line[]): string {
  return markdownTable(
    ['row', 'Blotter', 'the other', 'figure', 'min – max', 'goal', ''],
    lines.map((line) => [
      line.row,
      line.blotter,
      line.other,
      line.median.toFixed(line.digits),
      `${Math.min(...line.figures).toFixed(line.digits)} – ${Math.max(...line.figures).toFixed(line.digits)}`,
      line.goal ? `${line.goal.sign} ${line.goal.value}` : '',
      line.reached === undefined ? '' : line.reached ? 'reached' : 'MISSED',
    ]),
  );
}

/** Processor time of a request, which says more than rates where the cores are shared. */
export function costTable(rounds: readonly Round[]): string {
  const line = (row: string, name: string, scores: readonly Score[]): string[] => [
    row,
    name,
    median(scores.map(({ cost }) => cost)).toFixed(0),
    median(scores.map(({ databaseCost }) => databaseCost)).toFixed(0),
    median(scores.map(({ p99 }) => p99)).toFixed(1),
  ];
  const [first] = rounds;
  if (first === undefined) return '';
  const rows = {
    'first page of 20': 'page',
    'GET one': 'one',
    POST: 'record',
    'GET one, alone': 'alone',
    'GET one, on Redis': 'onRedis',
    'list of 2 kB': 'kept',
  } as const;
  const names: Record<string, string> = {
    blotter: 'Blotter',
    memory: '(a) Express, bytes in memory',
    pg: '(b) Express + pg',
    sequelize: '(c) Sequelize',
    express: '(a) Express, bytes in memory',
    'memory bearer': 'kept in memory, by bearer',
    'memory cookie': 'kept in memory, by cookie',
    'memory 304': 'kept in memory, 304',
    'memory miss': 'kept in memory for the first time',
    'memory unkept': 'not kept (alone)',
    'redis bearer': 'kept in Redis, by bearer',
    'redis cookie': 'kept in Redis, by cookie',
    'redis 304': 'kept in Redis, 304',
    'redis miss': 'kept in Redis for the first time',
    'redis unkept': 'not kept (on Redis)',
    believed: 'without asking who',
    bearer: 'by bearer',
    cookie: 'by cookie',
  };
  return markdownTable(
    ['row', 'who', 'its µs', 'PostgreSQL µs', 'p99 ms'],
    Object.entries(rows).flatMap(([row, key]) =>
      Object.keys(first[key]).map((who) =>
        line(
          row,
          names[who] ?? who,
          rounds.map((round) => (round[key] as Record<string, Score>)[who]!),
        ),
      ),
    ),
  );
}

/** Readable as it is, and as Markdown. */
function markdownTable(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...body.map((cells) => cells[column]!.length)));
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [row(head), row(widths.map((width) => '-'.repeat(width))), ...body.map(row)].join('\n');
}
