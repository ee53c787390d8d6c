import type { Response } from 'express';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { RequestLine, RequestLog } from '#adapters/inbound/http/request-log.ts';
import { isoTime } from './logging.ts';

const MILLISECONDS = 10;

/**
 * One line a request; a 500 also has its error, under the ticket that the client was told. Lines are gathered for a moment, and then written and
 * counted together: done one by one, each between two other things, that costs a quarter of an answer that is kept.
 */
export class GatheredRequestLog implements RequestLog {
  readonly #logger: Logger;
  readonly #observe: (line: RequestLine) => void;
  #lines: RequestLine[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(logger: Logger, observe: (line: RequestLine) => void) {
    this.#logger = logger;
    this.#observe = observe;
  }

  request(line: RequestLine): void {
    this.#lines.push(line);
    this.#timer ??= setTimeout(() => this.flush(), MILLISECONDS);
  }

  /** Writes and counts what is gathered: to be called before either is looked at, and on the way out. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#lines;
    this.#lines = [];
    for (const line of lines) this.#observe(line);
    if (lines.length > 0 && this.#logger.isLevelEnabled('info'))
      streamOf(this.#logger).write(lines.map(asPinoWould).join(''));
  }

  failure(res: Response, error: unknown): void {
    this.#logger.error({ id: res.locals.requestId, err: error }, 'request failed');
  }

  unavailable(res: Response, error: unknown): void {
    this.#logger.warn({ id: res.locals.requestId, reason: reasonOf(error) }, 'request refused: unavailable');
  }
}

type Streaming = Logger & { readonly [pino.symbols.streamSym]: DestinationStream };

const streamOf = (logger: Logger): DestinationStream => (logger as Streaming)[pino.symbols.streamSym];

/** Made in one piece it costs half as much. */
const asPinoWould = ({ at, id, method, path, route, status, milliseconds, userId }: RequestLine): string =>
  `{"level":30${isoTime(at)},${JSON.stringify({ id, method, path, route, status, milliseconds, userId, msg: 'request' }).slice(1)}\n`;

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
