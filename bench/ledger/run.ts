import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { blotterOn } from '../parts/house.ts';
import { answers, repository, startServer } from '../parts/server-process.ts';
import { startPostgres, throwAwayFolder } from '../parts/throw-away-postgres.ts';
import { atLeast, atMost, type Goal, type Line, ratioLine, single, thousands } from '../report/line.ts';
import { withFigures } from '../report/page.ts';
import { resultTable } from '../report/tables.ts';
import { Copies } from './copies.ts';
import { ledgerFile } from './ledger-file.ts';
import { batchRates, beside, exportRates, INSTRUMENTS, importRates, type Pair, paged, positions } from './measures.ts';
import { Trader } from './trader.ts';

const { values: options } = parseArgs({
  options: {
    /** Fewer rows and one round: for seeing that it works, not for numbers. */
    quick: { type: 'boolean', default: false },
    /** Puts the table into docs/bench-ledger.md. */
    write: { type: 'boolean', default: false },
  },
});

const size = options.quick
  ? { rounds: 1, rows: 20_000, batched: 5_000, held: 10_000, most: 50_000 }
  : { rounds: 5, rows: 200_000, batched: 50_000, held: 100_000, most: 1_000_000 };

const say = (what: string): void => {
  process.stderr.write(`${what}\n`);
};

await using folder = await throwAwayFolder();
await using postgres = await startPostgres(folder.path);
const settings = blotterOn(postgres.url, folder.path);
// One address does what many people do.
await using server = await startServer({ ...settings, env: { ...settings.env, RATE_LIMITS: 'off' } });
await answers(server.port, '/readyz');
await using copies = await Copies.open(postgres.url);
const trader = (): Promise<Trader> => Trader.settle(server, `trader-${randomUUID()}`);

say('warming up');
await importRates(await trader(), copies, 5_000);
const rounds = [];
for (let number = 1; number <= size.rounds; number += 1) {
  say(`round ${number} of ${size.rounds}`);
  const imported = await importRates(await trader(), copies, size.rows);
  const alone = await batchRates(await trader(), copies, size.batched, 1);
  const together = await batchRates(await trader(), copies, size.batched, 4);
  const holder = await trader();
  await holder.import([...ledgerFile(size.held, INSTRUMENTS)], size.held);
  rounds.push({ imported, alone, together, positions: await positions(holder, size.held) });
}
say(`${size.most} rows`);
const large = await trader();
const reader = await trader();
await reader.batch(1_000, 1, 1);
const meanwhile = await beside(server, reader, large, size.most);
const exports = [];
for (let number = 1; number <= size.rounds; number += 1) exports.push(await exportRates(large, copies, size.most));
say('paging');
const pages = await paged(large, size.most);

const ratio = (row: string, pairs: readonly Pair[], goal?: Goal): Line =>
  ratioLine(
    row,
    pairs.map(({ blotter, other }) => [blotter, other]),
    (perSecond) => perSecond / 1_000,
    'k rows/s',
    1,
    goal,
  );

const table = resultTable([
  ratio(
    `import of ${thousands(size.rows)} rows ÷ COPY`,
    rounds.map(({ imported }) => imported),
    atLeast(0.4),
  ),
  ratio(
    'POST /operations/batch, one client ÷ COPY',
    rounds.map(({ alone }) => alone),
  ),
  ratio(
    'POST /operations/batch, four clients ÷ COPY',
    rounds.map(({ together }) => together),
  ),
  single(
    'the same in thousands of rows a second',
    'k',
    rounds.map(({ together }) => together.blotter / 1_000),
    atLeast(30),
    1,
  ),
  ratio(`export of ${thousands(size.most)} rows ÷ COPY`, exports, atLeast(0.7)),
  single(
    'first byte of an export',
    'ms',
    exports.map(({ first }) => first),
    atMost(50),
    1,
  ),
  single(`memory that an import of ${thousands(size.most)} rows adds`, 'MB', [meanwhile.grown], atMost(64), 1),
  ratioLine(
    'p99 of a kept list during that import ÷ when nothing is done',
    [[meanwhile.busy, meanwhile.quiet]],
    (milliseconds) => milliseconds,
    'ms',
    1,
    atMost(2),
  ),
  single(
    `pages of 200 of ${thousands(size.most)} rows, others booked meanwhile, p95`,
    'ms',
    [pages.p95],
    atMost(50),
    1,
  ),
  single('the same of the first tenth', 'ms', [pages.first], undefined, 1),
  single('the same of the last tenth', 'ms', [pages.last], atMost(50), 1),
  single(`rows missed or come twice, while ${pages.booked} others were booked`, 'rows', [pages.wrong], atMost(0)),
  single(
    `positions of ${thousands(size.held)} operations, asked for the first time`,
    'ms',
    rounds.map(({ positions: { cold } }) => cold),
    atMost(2_000),
  ),
  single(
    'the same again, from the table',
    'ms',
    rounds.map(({ positions: { warm } }) => warm),
    atMost(100),
  ),
  single(
    'the same after one more operation',
    'ms',
    rounds.map(({ positions: { again } }) => again),
    atMost(50),
  ),
]);

process.stdout.write(`${table}\n`);
if (options.write) {
  const page = join(repository, 'docs/bench-ledger.md');
  const head = `${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, Node ${process.version}, PostgreSQL 18, medians of ${size.rounds} interleaved rounds, load ${loadavg()[0]?.toFixed(1)} at the end.`;
  await writeFile(page, withFigures(await readFile(page, 'utf8'), `${head}\n\n${table}`));
}
