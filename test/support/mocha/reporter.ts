import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Mocha from 'mocha';
import { nothing, sum, type Tally, totals } from './tally.ts';

const { Base } = Mocha.reporters;
const pendingForbidden = 'Pending test forbidden';

interface MochaRunner extends Mocha.Runner {
  isParallelMode(): boolean;
  workerReporter(path: string): void;
}

interface Failure {
  readonly err: Error;
  titlePath(): string[];
}

/**
 * One line for each spec file when it is done, all failures in full at the end of the pass, then the totals. With the reporter
 * option `tally=FILE` the totals are not printed but written there, as a {@link Tally}.
 * A pending test, which mocha forbids by failing it, counts as skipped.
 */
class Reporter extends Base {
  readonly #done: Tally[] = [];
  readonly #failures: Failure[] = [];
  #file: string | undefined;
  #current: Tally = nothing;
  #spentMs = 0;

  constructor(runner: MochaRunner, options: Mocha.MochaOptions) {
    super(runner, options);
    if (runner.isParallelMode()) {
      runner.workerReporter(fileURLToPath(import.meta.resolve('./worker-reporter.ts')));
    }
    runner.on('pass', (test) => this.#count(test.file, { passed: 1 }));
    runner.on('pending', (test) => this.#count(test.file, { skipped: 1 }));
    runner.on('fail', (test, error) => {
      this.#count(test.file, error.message === pendingForbidden ? { skipped: 1 } : { failed: 1 });
      this.#failures.push({ err: error, titlePath: () => [place(test.file), ...test.titlePath()] });
    });
    runner.on('test end', (test) => this.#spend(test));
    runner.on('hook end', (hook) => this.#spend(hook));
    this.#watchTheEnd(runner, (options.reporterOptions as { tally?: string } | undefined)?.tally);
  }

  /**
   * A worker that dies at the wrong moment (an error after its file was done) makes mocha exit with 0 and without the files
   * still to come; in serial mode one process.exit() in a test does.
   */
  #watchTheEnd(runner: MochaRunner, tallyFile: string | undefined): void {
    const fail = (): void => {
      process.exitCode = 1;
      this.#count(undefined, { failed: 1 });
      this.#failures.push({ err: new Error('Mocha ended before all files were done.'), titlePath: () => [place('')] });
      this.#end(tallyFile);
    };
    process.once('exit', fail);
    runner.once('end', () => {
      process.removeListener('exit', fail);
      this.#end(tallyFile);
    });
  }

  #count(file: string | undefined, result: Partial<Tally>): void {
    this.#enter(file);
    this.#current = sum([this.#current, { ...nothing, ...result }]);
  }

  #spend(runnable: Mocha.Runnable): void {
    this.#enter(runnable.file);
    this.#spentMs += runnable.duration ?? 0;
  }

  /** The results of a file come in one piece, also from parallel workers. */
  #enter(file: string | undefined): void {
    if (file !== this.#file) {
      this.#leave();
      this.#file = file;
    }
  }

  #leave(): void {
    const { passed, failed, skipped } = this.#current;
    if (passed + failed + skipped > 0) {
      const [mark, colour] = failed + skipped > 0 ? [Base.symbols.err, 'fail'] : [Base.symbols.ok, 'checkmark'];
      const others = [failed > 0 ? `, ${failed} failed` : '', skipped > 0 ? `, ${skipped} skipped` : ''].join('');
      const time = Base.color('light', `(${(this.#spentMs / 1000).toFixed(1)} s)`);
      Base.consoleLog(`  ${Base.color(colour, mark)} ${place(this.#file)}  ${passed} passed${others} ${time}`);
      this.#done.push({ ...this.#current, files: this.#file ? [this.#file] : [] });
    }
    this.#current = nothing;
    this.#spentMs = 0;
  }

  #end(tallyFile: string | undefined): void {
    this.#leave();
    if (this.#failures.length > 0) {
      Base.list(this.#failures as unknown as Mocha.Test[]);
    }
    const tally = sum(this.#done);
    if (tallyFile === undefined) {
      Base.consoleLog(totals(tally));
    } else {
      writeFileSync(tallyFile, JSON.stringify(tally));
    }
  }
}

function place(file: string | undefined): string {
  return file ? relative(process.cwd(), file) : 'outside any file';
}

// Mocha requires a reporter and wants the class itself; this is the name under which an ES module hands it over.
export { Reporter as 'module.exports' };
