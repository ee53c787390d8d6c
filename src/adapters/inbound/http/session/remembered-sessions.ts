import type { SessionData } from 'express-session';
import type { SessionKeeper } from './hashed-session-store.ts';

const MOST = 10_000;
/** Bounds for how long what is deleted behind Blotter's back is still known. */
const MILLISECONDS = 60_000;

type Memory = { readonly session: string; readonly until: number };

/**
 * Remembers what a keeper said. A session that is kept says only whose it is and which one: whether that one still lives is asked at every
 * request, elsewhere. So what is remembered here lets nobody in whose session has ended, on this process or another.
 */
export class RememberedSessions implements SessionKeeper {
  readonly #keeper: SessionKeeper;
  readonly #now: () => number;
  readonly #known = new Map<string, Memory>();

  /** @param now in milliseconds, of a clock that only goes forward. */
  constructor(keeper: SessionKeeper, now: () => number = () => performance.now()) {
    this.#keeper = keeper;
    this.#now = now;
  }

  get(id: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    const known = this.#known.get(id);
    if (known !== undefined && known.until > this.#now()) callback(null, JSON.parse(known.session));
    else
      this.#keeper.get(id, (error, session) => {
        if (session) this.#remember(id, session);
        callback(error, session);
      });
  }

  set(id: string, session: SessionData, callback?: (error?: unknown) => void): void {
    this.#known.delete(id);
    this.#keeper.set(id, session, callback);
  }

  destroy(id: string, callback?: (error?: unknown) => void): void {
    this.#known.delete(id);
    this.#keeper.destroy(id, callback);
  }

  #remember(id: string, session: SessionData): void {
    this.#known.delete(id);
    this.#known.set(id, { session: JSON.stringify(session), until: this.#now() + MILLISECONDS });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
  }
}
