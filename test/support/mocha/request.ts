import { glob, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from '../repository.ts';

/** What to run, from the command line of `npm test`. */
export interface Request {
  /** Spec files that run side by side. */
  readonly parallel: readonly string[];
  /** Suites that wait more than they work: beside those. */
  readonly waiting: readonly string[];
  /** Suites that measure, install, or kill processes under load: one after the other, when the rest is done. */
  readonly serial: readonly string[];
  /** Options for mocha. */
  readonly options: readonly string[];
  /** True when mocha may leave out tests of these files. */
  readonly partial: boolean;
}

const isIn =
  (...folders: readonly string[]) =>
  (file: string): boolean =>
    folders.some((folder) => file.startsWith(join(repository, 'test', folder) + sep));
const runsAlone = isIn('chaos', 'readme');
const waits = isIn('background');

/** Arguments are spec files or folders (default: those of TEST_FILES, else all of test/) and the options below; throws on any other. */
export async function readRequest(args: readonly string[]): Promise<Request> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      grep: { type: 'string', short: 'g' },
      fgrep: { type: 'string', short: 'f' },
      invert: { type: 'boolean', short: 'i' },
      bail: { type: 'boolean', short: 'b' },
      timeout: { type: 'string', short: 't' },
    },
  });
  const named = positionals.length > 0 ? positionals : (process.env['TEST_FILES']?.split(' ') ?? []);
  const specs = await findSpecs(named.length > 0 ? named : [join(repository, 'test')]);
  return {
    // The longest are at the end of the alphabet: begun last, one of them would run alone for a while.
    parallel: specs.filter((file) => !runsAlone(file) && !waits(file)).toReversed(),
    waiting: specs.filter(waits),
    serial: specs.filter(runsAlone),
    options: Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' ? [`--${name}`, value] : [`--${name}`],
    ),
    partial: Boolean(values.grep ?? values.fgrep ?? values.bail),
  };
}

async function findSpecs(paths: readonly string[]): Promise<string[]> {
  const files = new Set<string>();
  for (const path of paths.map((given) => resolve(given))) {
    if ((await stat(path)).isFile()) {
      files.add(path);
      continue;
    }
    for await (const file of glob('**/*.test.ts', { cwd: path })) {
      files.add(join(path, file));
    }
  }
  return [...files].sort();
}
