import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from './config.ts';

/** JSON lines, on stdout, at once and one by one, if nothing else is said. */
export const createLogger = (level: Config['logLevel'], destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: () => isoTime(Date.now()),
      serializers: { err: (error) => loggedError(error) },
    },
    destination,
  );

let millisecond = Number.NaN;
let time = '';

/** As pino's own, but many lines of one millisecond share it. */
export function isoTime(now: number): string {
  if (now !== millisecond) {
    millisecond = now;
    time = `,"time":"${new Date(now).toISOString()}"`;
  }
  return time;
}

/** Causes of causes that are told; an error can be its own. */
const MOST_CAUSES = 8;

type LoggedError = {
  name: string;
  message: string;
  code?: string;
  constraint?: string;
  stack?: string;
  cause?: LoggedError;
};

/** Of an error only what cannot hold a secret: drivers hang whole statements with their parameters, and rows, on theirs. */
function loggedError(error: unknown, causes = MOST_CAUSES): LoggedError {
  const { name, message, stack, code, constraint, cause } = error as Error & { code?: string; constraint?: string };
  return {
    name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(stack === undefined ? {} : { stack }),
    ...(cause instanceof Error && causes > 0 ? { cause: loggedError(cause, causes - 1) } : {}),
  };
}
