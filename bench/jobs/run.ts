import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from '../load/figures.ts';
import { repository } from '../parts/server-process.ts';
import { startThrowAwayMongo } from '../parts/throw-away-mongo.ts';
import { newDatabase, startPostgres, throwAwayFolder } from '../parts/throw-away-postgres.ts';
import { withFigures } from '../report/page.ts';
import { openBlotter } from './blotter.ts';
import type { Contestant } from './contestant.ts';
import { drainRate, enqueueRate, type Percentiles, startLatency } from './measures.ts';
import { inMongo, inPostgres, openStock } from './stock-agenda.ts';

const { values: options } = parseArgs({
  options: {
    /** Fewer jobs and rounds: for seeing that it works, not for numbers. */
    quick: { type: 'boolean', default: false },
    /** Puts the table into docs/bench-jobs.md. */
    write: { type: 'boolean', default: false },
  },
});

const pace = options.quick
  ? { rounds: 1, backlog: 100, seconds: 2, jobs: 50 }
  : { rounds: 3, backlog: 500, seconds: 5, jobs: 200 };
const CONCURRENCIES = [1, 5, 20] as const;

type Figures = {
  readonly drained: Map<number, number[]>;
  readonly latency: Percentiles[];
  readonly enqueued: number[];
};

const say = (what: string): void => {
  process.stderr.write(`${what}\n`);
};

await using folder = await throwAwayFolder();
await using postgres = await startPostgres(folder.path);
await using mongo = await startThrowAwayMongo();
const mongoStore = await inMongo(mongo.url);
const backends: Readonly<Record<string, readonly Contestant[]>> = {
  PostgreSQL: await contestants(
    openBlotter(await newDatabase(postgres.url, 'ours'), undefined),
    inPostgres(await newDatabase(postgres.url, 'stock')),
  ),
  MongoDB: await contestants(openBlotter(await newDatabase(postgres.url, 'with_mongo'), mongo.url), mongoStore),
};

async function contestants(blotter: Promise<Contestant>, store: ReturnType<typeof inPostgres>): Promise<Contestant[]> {
  return [await blotter, await openStock(store, 'one'), await openStock(store, 'all')];
}

await using _contestants = {
  // Before the servers, without which Agenda by itself ends the process.
  async [Symbol.asyncDispose]() {
    for (const contestant of Object.values(backends).flat()) await contestant.close();
    await mongoStore.close();
  },
};

const figures = new Map<Contestant, Figures>();
for (let round = 0; round <= pace.rounds; round += 1) {
  say(round === 0 ? 'warming up' : `round ${round} of ${pace.rounds}`);
  for (const [backend, all] of Object.entries(backends))
    for (const contestant of all) {
      const { drained, latency, enqueued } = figuresOf(contestant);
      for (const concurrency of CONCURRENCIES) {
        const rate = await drainRate(contestant, { ...pace, concurrency });
        if (round > 0) drained.set(concurrency, [...(drained.get(concurrency) ?? []), rate]);
      }
      const [wait, rate] = [await startLatency(contestant, pace), await enqueueRate(contestant, pace.jobs)];
      if (round > 0) latency.push(wait);
      if (round > 0) enqueued.push(rate);
      say(`  ${backend}, ${contestant.name}`);
    }
}

function figuresOf(contestant: Contestant): Figures {
  const known = figures.get(contestant) ?? { drained: new Map(), latency: [], enqueued: [] };
  figures.set(contestant, known);
  return known;
}

const table = [
  `| by | | ${CONCURRENCIES.map((concurrency) => `jobs/s at ${concurrency}`).join(' | ')} | asked → begun p50 | p99 | jobs/s put in |`,
  `| - | - | ${CONCURRENCIES.map(() => '-').join(' | ')} | - | - | - |`,
  ...Object.entries(backends).flatMap(([backend, all]) => all.map((contestant) => lineOf(backend, contestant))),
  '',
  ...Object.entries(backends).map(
    ([backend, [blotter, stock]]) =>
      `By ${backend}, at 1: Blotter ÷ ${stock?.name} = **${(drained(blotter!, 1) / drained(stock!, 1)).toFixed(1)}** of 10.`,
  ),
].join('\n');

function drained(contestant: Contestant, concurrency: number): number {
  return median(figuresOf(contestant).drained.get(concurrency) ?? []);
}

function lineOf(backend: string, contestant: Contestant): string {
  const { latency, enqueued } = figuresOf(contestant);
  const rates = CONCURRENCIES.map((concurrency) => drained(contestant, concurrency).toFixed(0));
  const waits = [median(latency.map(({ p50 }) => p50)), median(latency.map(({ p99 }) => p99))];
  const cells = [
    backend,
    contestant.name,
    ...rates,
    ...waits.map((wait) => `${wait.toFixed(1)} ms`),
    median(enqueued).toFixed(0),
  ];
  return `| ${cells.join(' | ')} |`;
}

process.stdout.write(`${table}\n`);
if (options.write) {
  const file = join(repository, 'docs/bench-jobs.md');
  const head = `${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, Node ${process.version}, PostgreSQL 18, MongoDB 6.0, medians of ${pace.rounds} interleaved rounds, load ${loadavg()[0]?.toFixed(1)} at the end.`;
  await writeFile(file, withFigures(await readFile(file, 'utf8'), `${head}\n\n${table}`));
}
