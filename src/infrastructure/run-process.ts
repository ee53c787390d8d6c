import type { Logger } from 'pino';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { Lifecycle } from './lifecycle.ts';
import { createLogger } from './logging.ts';

export type ProcessParts = { readonly config: Config; readonly lifecycle: Lifecycle; readonly log: Logger };

/**
 * The life of a long-running process: read the configuration, start, run until SIGTERM or SIGINT, stop in reverse order, exit 0.
 * A second signal ends it at once. A start that fails says why and exits 1, after it stopped what it had started.
 */
export async function runProcess(start: (parts: ProcessParts) => Promise<void>): Promise<void> {
  const config = configOrExit();
  const log = createLogger(config.logLevel);
  const lifecycle = new Lifecycle((part, error) => log.error({ part, err: error }, 'a part did not stop'));
  stopOnSignals(lifecycle, log);
  dieLoudly(log);
  try {
    await start({ config, lifecycle, log });
  } catch (error) {
    if (lifecycle.stopping) return;
    log.fatal({ err: error }, `Blotter cannot start: ${(error as Error).message}`);
    await lifecycle.stop();
    process.exit(1);
  }
}

function configOrExit(): Config {
  try {
    return loadConfig({ serves: true });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

function stopOnSignals(lifecycle: Lifecycle, log: Logger): void {
  const onSignal = (signal: NodeJS.Signals): void => {
    if (lifecycle.stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    log.info({ signal }, 'stopping');
    void lifecycle.stop().then(() => {
      log.info('stopped');
      process.exit(0);
    });
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** What nobody caught leaves the process in a state that nobody knows: it is logged, and the supervisor starts a new one. */
function dieLoudly(log: Logger): void {
  process.on('uncaughtException', (error, origin) => {
    log.fatal({ err: error, origin }, 'an error that nobody caught');
    process.exit(70);
  });
}
