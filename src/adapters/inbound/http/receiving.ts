import type { IncomingMessage } from 'node:http';

/** Of those that may take long something must come in so many milliseconds: an upload over a slow line goes on, one that drips does not. */
const SLOW_MILLISECONDS = 10_000;
const SLOW_BYTES = 10 * 1024;

const slow = new WeakSet<IncomingMessage>();

/** The body of this request may be long in coming, as long as it comes. */
export const mayComeSlowly = (req: IncomingMessage): void => {
  slow.add(req);
};

type Coming = { readonly until: number; readonly bytes: number };

/** Requests whose bodies are still to come, and until when they may. */
export class Receiving {
  readonly #milliseconds: number;
  readonly #coming = new Map<IncomingMessage, Coming>();

  /** @param milliseconds that a whole request may take. */
  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  begin(req: IncomingMessage): void {
    const { headers } = req;
    const hasBody = headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
    if (hasBody) this.#coming.set(req, { until: performance.now() + this.#milliseconds, bytes: 0 });
  }

  /** Those that have not come in time. */
  late(): readonly IncomingMessage[] {
    const now = performance.now();
    const late: IncomingMessage[] = [];
    for (const [req, { until, bytes }] of this.#coming) {
      if (req.complete || req.destroyed) this.#coming.delete(req);
      else if (until < now) {
        const come = req.socket.bytesRead;
        const goesOn = slow.has(req) && come - bytes >= SLOW_BYTES;
        if (goesOn) this.#coming.set(req, { until: now + SLOW_MILLISECONDS, bytes: come });
        else {
          this.#coming.delete(req);
          late.push(req);
        }
      }
    }
    return late;
  }
}
