import { type DestinationStream, type Logger, pino } from 'pino';
import type { RequestLine, RequestLog } from '#adapters/inbound/http/request-log.ts';
import type { Config } from './config.ts';

/** JSON lines, on stdout, at once and one by one, if nothing else is said. */
export const createLogger = (level: Config['logLevel'], destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: isoTime,
      serializers: { err: (error) => loggedError(error) },
    },
    destination,
  );

let millisecond = Number.NaN;
let time = '';

/** As pino's own, but many lines of one millisecond share it. */
function isoTime(): string {
  const now = Date.now();
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

type Streaming = Logger & { readonly [pino.symbols.streamSym]: DestinationStream };

const streamOf = (logger: Logger): DestinationStream => (logger as Streaming)[pino.symbols.streamSym];

/** The line of each request costs half as much when it is made in one piece. */
const asPinoWould = ({ id, method, path, route, status, milliseconds, userId }: RequestLine): string =>
  `{"level":30${isoTime()},${JSON.stringify({ id, method, path, route, status, milliseconds, userId, msg: 'request' }).slice(1)}\n`;

/** One line a request; a 500 also has its error, under the ticket that the client was told. */
export const requestLog = (logger: Logger, observe: (line: RequestLine) => void): RequestLog => ({
  request(line) {
    observe(line);
    if (logger.isLevelEnabled('info')) streamOf(logger).write(asPinoWould(line));
  },
  failure(res, error) {
    logger.error({ id: res.locals.requestId, err: error }, 'request failed');
  },
  unavailable(res, error) {
    logger.warn({ id: res.locals.requestId, reason: reasonOf(error) }, 'request refused: unavailable');
  },
});

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
