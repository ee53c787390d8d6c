import { type Ask, describeAsk, type Got } from './ask.ts';
import type { Member } from './member.ts';
import { PUBLIC_PATHS } from './public-paths.ts';

/**
 * told: somebody was shown what is somebody else's. kept: the proxy answered by itself what depends on who asks. refused: who may was not let
 * in, or who may not was. stale: a read did not show what had just been written. garbled: what is for everybody was not the same for all.
 */
type Fault = 'told' | 'kept' | 'refused' | 'stale' | 'garbled';

const READING = ['GET', 'HEAD'];

/** Looks at every answer that came through the proxy, and keeps what is wrong with it. */
export class Judge {
  readonly faults: Record<Fault, string[]> = { told: [], kept: [], refused: [], stale: [], garbled: [] };
  /** How often the proxy answered by itself, by path. */
  readonly hits = new Map<string, number>();
  /** Answers in which somebody saw what is their own: what is never shown to anybody would not be shown to the wrong one either. */
  ownSeen = 0;
  /** Writes that were done. */
  written = 0;
  readonly #members: readonly Member[];
  readonly #documents = new Map<string, string>();

  constructor(members: readonly Member[]) {
    this.#members = members;
  }

  look(ask: Ask, got: Got): void {
    const isRight = ask.statuses?.includes(got.status) ?? got.status < 500;
    if (!isRight) this.add('refused', ask, `${got.status}: ${got.text.slice(0, 300)}`);
    if (isRight && !READING.includes(ask.method)) this.written += 1;
    if (PUBLIC_PATHS.includes(ask.path)) this.#lookAtDocument(ask, got);
    else this.#lookAtPrivate(ask, got);
  }

  #lookAtDocument(ask: Ask, got: Got): void {
    const { path } = ask;
    if (cacheOf(got) === 'HIT') this.hits.set(path, (this.hits.get(path) ?? 0) + 1);
    const known = this.#documents.get(path);
    const isWhole = ask.method === 'GET' && got.status === 200;
    if (isWhole && known === undefined) this.#documents.set(path, got.text);
    if (isWhole && known !== undefined && known !== got.text)
      this.add('garbled', ask, `${got.status} (${cacheOf(got)})`);
    this.#lookForTraces(ask, got, known === got.text ? got.head : `${got.head}${got.text}`);
  }

  #lookAtPrivate(ask: Ask, got: Got): void {
    const cache = cacheOf(got);
    if (cache !== undefined && cache !== 'MISS') this.add('kept', ask, `${got.status} as ${cache}`);
    if (ask.who && got.text.includes(ask.who.mark)) this.ownSeen += 1;
    this.#lookForTraces(ask, got, `${got.head}${got.text}`);
  }

  #lookForTraces(ask: Ask, got: Got, said: string): void {
    for (const other of this.#members)
      if (other !== ask.who && other !== ask.about)
        // What the request itself names is no news to who asks.
        for (const trace of other.traces)
          if (said.includes(trace) && !ask.path.includes(trace))
            this.add('told', ask, `${got.status} (${cacheOf(got)}) with ${trace} of ${other.name}`);
  }

  add(fault: Fault, ask: Ask, what: string): void {
    this.faults[fault].push(`${describeAsk(ask)} → ${what}`);
  }
}

/** What the proxy's cache had to do with it. */
const cacheOf = ({ headers }: Got): string | undefined => headers['x-proxy-cache']?.toString();
