import type { Logger } from 'pino';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { Lifecycle } from './lifecycle.ts';
import { createLogger } from './logging.ts';

export type ProcessParts = { readonly config: Config; readonly lifecycle: Lifecycle; readonly log: Logger };

/**
 * The life of a long-running process: read the configuration, start, run until SIGTERM or SIGINT, stop in reverse order, exit 0
 * (1 when a part is still not stopped after 9.5 s). A second signal ends it at once. A start that fails says why and exits 1, after it
 * stopped what it had started.
 */
export async function runProcess(start: (parts: ProcessParts) => Promise<void>): Promise<void> {
  const config = configOrExit();
  const log = createLogger(config.logLevel);
  const lifecycle = new Lifecycle((part, error) => log.error({ part, err: error }, 'a part did not stop'));
  dieLoudly(log);
  const starting = start({ config, lifecycle, log });
  stopOnSignals(lifecycle, starting, log);
  try {
    await starting;
  } catch (error) {
    if (lifecycle.stopping) return;
    log.fatal({ err: error }, `Blotter cannot start: ${(error as Error).message}`);
    await lifecycle.stop();
    process.exit(1);
  }
}

/** For what a process cannot go on with: says why, stops it, and exits 1. */
export const fatal =
  (lifecycle: Lifecycle, log: Logger) =>
  (error: Error): void => {
    log.fatal({ err: error }, error.message);
    void lifecycle.stop().then(() => process.exit(1));
  };

function configOrExit(): Config {
  try {
    return loadConfig({ serves: true });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** A supervisor kills after 10 s. What hangs until then, such as a connection to a frozen database, is left: nothing is lost by it. */
const STOP_MILLISECONDS = 9_500;
/** npm passes on to its script the signal that a terminal or a supervisor sent to the whole group: that is no second signal. */
const ECHO_MILLISECONDS = 100;

function stopOnSignals(lifecycle: Lifecycle, starting: Promise<void>, log: Logger): void {
  let first = Number.POSITIVE_INFINITY;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (performance.now() - first > ECHO_MILLISECONDS) process.exit(signal === 'SIGINT' ? 130 : 143);
    if (lifecycle.stopping) return;
    first = performance.now();
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error({ part: lifecycle.stoppingPart ?? 'start' }, 'a part does not stop, leaving it');
      process.exit(1);
    }, STOP_MILLISECONDS);
    void stopWhole(lifecycle, starting).then(() => {
      log.info('stopped');
      process.exit(0);
    });
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** A start that is under way is stopped too: what it opens after the signal is closed when it ends. */
async function stopWhole(lifecycle: Lifecycle, starting: Promise<void>): Promise<void> {
  await lifecycle.stop();
  await starting.catch(() => {});
  await lifecycle.stop();
}

/** What nobody caught leaves the process in a state that nobody knows: it is logged, and the supervisor starts a new one. */
function dieLoudly(log: Logger): void {
  process.on('uncaughtException', (error, origin) => {
    log.fatal({ err: error, origin }, 'an error that nobody caught');
    process.exit(70);
  });
}
