import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openHouse } from './parts/house.ts';
import { repository } from './parts/server-process.ts';
import { linesOf } from './report/lines.ts';
import { figuresOf, withFigures } from './report/page.ts';
import { costTable, resultTable } from './report/tables.ts';
import { prepareRounds, type Round } from './rows/rounds.ts';
import { assertDoorIsOpen, assertSameAnswers } from './rows/same-answers.ts';

const { values: options } = parseArgs({
  options: {
    /** A few minutes less: fewer rows, shorter turns, two rounds. For seeing that it works, not for numbers. */
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    /** Writes every figure of every round to this file. */
    json: { type: 'string' },
    /** Puts the tables into docs/bench.md. */
    write: { type: 'boolean', default: false },
    /** Options of the Node that runs Blotter, such as --cpu-prof, by commas. */
    node: { type: 'string', default: '' },
  },
});

const sizes = options.quick ? { rows: 50_000, smallRows: 5_000 } : { rows: 1_000_000, smallRows: 10_000 };
const pace = options.quick
  ? { turnSeconds: 0.5, leadInSeconds: 0.2, rounds: 2 }
  : { turnSeconds: 1.2, leadInSeconds: 0.3, rounds: 9 };
const rounds = Number(options.rounds ?? pace.rounds);

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, () => interruption.abort(new Error(`Interrupted by ${name}.`)));

const say = (what: string): void => {
  process.stderr.write(`${what}\n`);
};

const played = await play();
const lines = linesOf(played, sizes);
const circumstances = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'processor'}`,
  node: process.version,
  load: loadavg()[0]?.toFixed(1) ?? '',
  rounds: played.length,
};
const tables = { result: resultTable(lines), cost: costTable(played) };
process.stdout.write(`\n${tables.result}\n\n${tables.cost}\n`);
if (options.json) await writeFile(options.json, JSON.stringify({ circumstances, lines, rounds: played }, null, 1));
if (options.write) {
  const file = join(repository, 'docs/bench.md');
  await writeFile(file, withFigures(await readFile(file, 'utf8'), figuresOf(circumstances, tables)));
}

async function play(): Promise<Round[]> {
  const nodeOptions = options.node === '' ? [] : options.node.split(',');
  await using house = await openHouse({ ...sizes, nodeOptions, say });
  await assertSameAnswers(house);
  await assertDoorIsOpen(house.doors.alone);
  await assertDoorIsOpen(house.doors.onRedis);
  const round = await prepareRounds(house, pace, interruption.signal);
  say('warming up');
  await round();
  const played: Round[] = [];
  for (let number = 1; number <= rounds; number += 1) {
    say(`round ${number} of ${rounds}`);
    played.push(await round());
  }
  return played;
}
