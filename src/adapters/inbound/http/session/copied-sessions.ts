import type { SessionData } from 'express-session';
import type { SessionKeeper } from './hashed-session-store.ts';
import { inTime } from './in-time.ts';

type Done = (error?: unknown) => void;
type Got = (error: unknown, session?: SessionData | null) => void;

/** What the near keeper may take, in milliseconds. */
const PATIENCE = 50;

/**
 * Sessions that are read where it is quick, and kept where they are safe too: when the near keeper is away, hangs, takes nothing or has lost
 * what it kept, nobody is signed out by that.
 */
export class CopiedSessions implements SessionKeeper {
  readonly #near: SessionKeeper;
  readonly #safe: SessionKeeper;

  constructor(near: SessionKeeper, safe: SessionKeeper) {
    this.#near = near;
    this.#safe = safe;
  }

  get(id: string, callback: Got): void {
    const orSafe: Got = (error, session) => {
      if (!error && session) callback(null, session);
      else this.#safe.get(id, callback);
    };
    inTime(PATIENCE, orSafe as Done, (done) => this.#near.get(id, done));
  }

  set(id: string, session: SessionData, callback: Done = () => {}): void {
    const alsoNear = this.#unless(callback, (done) => this.#near.set(id, session, done));
    this.#safe.set(id, session, alsoNear);
  }

  /** What the near keeper goes on keeping, as it cannot be told, lets nobody in: whether a session lives is asked elsewhere. */
  destroy(id: string, callback: Done = () => {}): void {
    const alsoNear = this.#unless(callback, (done) => this.#near.destroy(id, done));
    this.#safe.destroy(id, alsoNear);
  }

  /** What the near keeper says to it is not asked. */
  #unless(callback: Done, work: (done: Done) => void): Done {
    return (error) => {
      if (error) callback(error);
      else inTime(PATIENCE, () => callback(), work);
    };
  }
}
