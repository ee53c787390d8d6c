import type { Logger } from 'pino';
import { createLogger } from '#infrastructure/logging.ts';

export type LogLine = { readonly [key: string]: unknown };

/** The real logger, with what it would print kept line by line. */
export class CollectedLog {
  readonly logger: Logger;
  readonly #lines: string[] = [];
  readonly #waiting = new Set<() => void>();
  /** Lets what is still to be written be written; called before anybody looks. */
  gather: () => void = () => {};

  constructor() {
    const write = (text: string): void => {
      this.#lines.push(...text.split(/(?<=\n)/));
      for (const look of this.#waiting) look();
    };
    this.logger = createLogger('info', { write });
  }

  /** Every line as it would be printed. */
  get printed(): readonly string[] {
    this.gather();
    return this.#lines;
  }

  get lines(): readonly LogLine[] {
    return this.printed.map((line) => JSON.parse(line) as LogLine);
  }

  /** The first line that fits, now or as soon as it is written: a request's line comes after its answer. */
  line(fits: (line: LogLine) => boolean): Promise<LogLine> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.lines.find(fits);
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }
}
