import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import type Mocha from 'mocha';

const ParallelBuffered = createRequire(import.meta.url)(
  'mocha/lib/nodejs/reporters/parallel-buffered.cjs',
) as Mocha.ReporterConstructor;

/**
 * Collects the results of one file in a parallel worker, as mocha's own does, but survives what JSON cannot carry: one BigInt
 * in an assertion error would otherwise cost the results of its whole file.
 */
class WorkerReporter extends ParallelBuffered {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    runner.on('fail', (_test, error: unknown) => makePortable(error));
    super(runner, options);
  }
}

function makePortable(error: unknown): void {
  if (!(error instanceof Error)) {
    return;
  }
  makePortable(error.cause);
  for (const key of Object.keys(error)) {
    const value: unknown = Reflect.get(error, key);
    if (!(value instanceof Error) && !isPortable(value)) {
      Reflect.set(error, key, inspect(value, { depth: 8, sorted: true }));
    }
  }
}

function isPortable(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}

// Mocha requires a reporter and wants the class itself; this is the name under which an ES module hands it over.
export { WorkerReporter as 'module.exports' };
