import { availableParallelism, constants } from 'node:os';
import { join, relative } from 'node:path';
import { readRequest } from './mocha/request.ts';
import { runMocha } from './mocha/run-mocha.ts';
import { nothing, sum, type Tally, totals } from './mocha/tally.ts';
import { repository } from './repository.ts';
import { openRunFolder } from './services/run-folder.ts';
import { startServices } from './services/services.ts';
import { MissingToolsError } from './toolbox/missing-tools-error.ts';
import { openToolbox } from './toolbox/toolbox.ts';

/** A run that hangs must end, and clean up, before whoever waits for it (CI: 15 minutes) ends it. */
const longestMs = 14 * 60_000;

/**
 * `npm test [-- FILE … --grep X]`: finds or installs the tools, starts the services, runs mocha over all files side by side, over
 * test/background beside them, and then over test/chaos and test/readme alone, and cleans up. The last line is the totals. Exits
 * with 1 when any test failed or was skipped, when none ran, and when a spec file brought none.
 *
 * TEST_FILES: files or folders to run when none are given, with blanks between them (default: all).
 * TEST_JOBS: how many files at once (default: the number of cores); half as many of test/background beside them, which mostly wait.
 */
async function run(args: readonly string[], interrupted: AbortSignal): Promise<Tally> {
  const signal = AbortSignal.any([interrupted, AbortSignal.timeout(longestMs)]);
  const { parallel, waiting, serial, options, partial } = await readRequest(args);
  const tools = await openToolbox();
  const folder = await openRunFolder();
  try {
    const compiled = { NODE_COMPILE_CACHE: join(repository, '.cache', 'compiled') };
    const environment = { ...compiled, ...process.env, ...tools, ...(await startServices(folder, tools)) };
    const jobs = Number(process.env['TEST_JOBS'] ?? availableParallelism());
    const runPass = async (name: string, specs: readonly string[], jobs: number): Promise<Tally> =>
      specs.length > 0 ? await runMocha({ name, specs, jobs, options, environment, folder, signal }) : nothing;
    const together = await Promise.all([
      runPass('parallel', parallel, jobs),
      runPass('waiting', waiting, Math.ceil(jobs / 2)),
    ]);
    signal.throwIfAborted();
    const alone = await runPass('serial', serial, 1);
    signal.throwIfAborted();
    return checked(sum([...together, alone]), partial ? [] : [...parallel, ...waiting, ...serial]);
  } finally {
    await folder.close();
  }
}

/** Adds a failure for each expected file that reported nothing, and one when nothing ran at all. */
function checked(tally: Tally, expected: readonly string[]): Tally {
  const lost = expected.filter((file) => !tally.files.includes(file)).map((file) => relative(process.cwd(), file));
  const complaints = lost.map((file) => `${file}: no test of it ran.`);
  if (tally.passed + tally.failed + tally.skipped + lost.length === 0) {
    complaints.push('No test ran.');
  }
  for (const complaint of complaints) {
    console.error(complaint);
  }
  return { ...tally, failed: tally.failed + complaints.length };
}

const interruption = new AbortController();
let interruptedBy: NodeJS.Signals | undefined;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    interruptedBy ??= name;
    interruption.abort(new Error(`Interrupted by ${name}.`));
  });
}

let result: Tally;
try {
  result = await run(process.argv.slice(2), interruption.signal);
} catch (error) {
  console.error(error instanceof MissingToolsError || interruptedBy ? (error as Error).message : error);
  result = { ...nothing, failed: 1 };
}
console.log(totals(result));
const good = result.failed + result.skipped === 0;
process.exitCode = interruptedBy ? 128 + constants.signals[interruptedBy] : Number(!good);
