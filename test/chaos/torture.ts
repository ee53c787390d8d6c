import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from '#test/support/repository.ts';
import { openToolbox } from '#test/support/toolbox/toolbox.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import type { Claim } from './stage/scorecard.ts';
import { Stage } from './stage/stage.ts';

/**
 * `npm run torture [-- ID … --seed N --small]`: every scenario of test/chaos with its full numbers, one after the other. What was
 * measured is written into docs/torture.md, also when it fails, unless only some scenarios or small numbers were asked for.
 */
const page = join(repository, 'docs', 'torture.md');

type Result = {
  readonly scenario: Scenario;
  readonly claims: readonly Claim[];
  readonly error: Error | undefined;
  readonly seconds: number;
};

async function play(scenario: Scenario, seed: number, small: boolean): Promise<Result> {
  const stage = new Stage(seed);
  const start = performance.now();
  let error: Error | undefined;
  interrupt = () => stage.clear();
  try {
    await (small ? scenario.small(stage) : scenario.full(stage));
  } catch (thrown) {
    error = thrown as Error;
  }
  await stage.clear().catch((thrown: Error) => {
    error ??= thrown;
  });
  return { scenario, claims: stage.card.claims, error, seconds: Math.round((performance.now() - start) / 1_000) };
}

const holds = ({ claims, error }: Result): boolean => error === undefined && claims.every((claim) => claim.holds);

function resultPage(results: readonly Result[], seed: number): string {
  const passed = results.filter(holds).length;
  const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
  return [
    '# Torture',
    '',
    'The last result of `npm run torture`, which wrote this page: real processes, a real PostgreSQL with everything forced to the disk,',
    'and faults. The same scenarios run in `npm test` with smaller numbers. `npm run torture -- R2 R3` runs some of them and writes nothing.',
    '',
    `- ${new Date().toISOString().slice(0, 10)}, seed ${seed}, ${results.reduce((sum, { seconds }) => sum + seconds, 0)} s`,
    `- ${machine}`,
    `- **${passed} of ${results.length} scenarios hold**`,
    ...results.map(section),
    '',
  ].join('\n');
}

function section(result: Result): string {
  const { scenario, claims, error, seconds } = result;
  const rows = claims.map(
    (claim) => `| ${named(claim)} | ${cell(claim.measured)} | ${claim.bound} | ${claim.holds ? '' : '**no**'} |`,
  );
  return [
    '',
    `## ${scenario.id}: Blotter ${scenario.title}`,
    '',
    `${holds(result) ? 'Holds' : '**Does not hold**'}, ${seconds} s.${error ? ` It ended early: ${cell(error.message)}` : ''}`,
    '',
    '| | measured | must be | |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

const named = ({ what, times }: Claim): string => (times > 1 ? `${what} (worst of ${times})` : what);
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, small: { type: 'boolean', default: false } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
/** `R2` means all of its parts. */
const isMeant = ({ id }: Scenario): boolean => positionals.some((name) => `${id} `.startsWith(`${name} `));
const chosen = positionals.length === 0 ? scenarios : scenarios.filter(isMeant);

console.log(`seed ${seed}`);
Object.assign(process.env, await openToolbox());

let interrupt = async (): Promise<void> => {};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void interrupt().finally(() => process.exit(1)));

const results: Result[] = [];
for (const scenario of chosen) {
  console.log(`\n${scenario.id}: Blotter ${scenario.title}`);
  const result = await play(scenario, seed, values.small);
  for (const claim of result.claims)
    console.log(`  ${claim.holds ? ' ' : '✖'} ${named(claim)}: ${claim.measured}${claim.bound && ` (${claim.bound})`}`);
  if (result.error) console.log(`  ✖ it ended early: ${result.error.stack}`);
  console.log(`  ${holds(result) ? 'holds' : 'DOES NOT HOLD'}, ${result.seconds} s`);
  results.push(result);
}
if (chosen.length === scenarios.length && !values.small) {
  await writeFile(page, resultPage(results, seed));
  console.log(`\nWritten to ${page}.`);
}
console.log(`${results.filter(holds).length} of ${results.length} scenarios hold.`);
process.exitCode = Number(results.length === 0 || !results.every(holds));
