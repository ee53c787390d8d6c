import { hash } from 'node:crypto';
import { type SessionData, Store } from 'express-session';
import { Refusal } from '#application/refusal.ts';
import { inTime } from './in-time.ts';

type Done = (error?: unknown) => void;
type Got = (error: unknown, session?: SessionData | null) => void;

/** Where sessions are kept: the parts of an express-session store that are used. */
export type SessionKeeper = Pick<Store, 'get' | 'set' | 'destroy'>;

/** What a store may take before a request is told to come back, in milliseconds. */
const PATIENCE = 200;

/**
 * Hands a store the SHA-256 of each session id, so that who reads the store cannot sign in with what is there, and turns a store that
 * fails or hangs into a refusal: a request with a session is never treated as anonymous because its store is away.
 */
export class HashedSessionStore extends Store {
  readonly #keeper: SessionKeeper;
  readonly #patience: number;

  /** @param patience how long the keeper may take, in milliseconds. */
  constructor(keeper: SessionKeeper, patience = PATIENCE) {
    super();
    this.#keeper = keeper;
    this.#patience = patience;
  }

  override get(id: string, callback: Got): void {
    inTime(this.#patience, refusing(callback), (done) => this.#keeper.get(digest(id), done as Got));
  }

  override set(id: string, data: SessionData, callback?: Done): void {
    inTime(this.#patience, refusing(callback), (done) => this.#keeper.set(digest(id), data, done));
  }

  override destroy(id: string, callback?: Done): void {
    inTime(this.#patience, refusing(callback), (done) => this.#keeper.destroy(digest(id), done));
  }
}

const digest = (id: string): string => hash('sha256', id, 'hex');

const refusing =
  <Callback extends (error: unknown, ...rest: never[]) => void>(callback: Callback | undefined) =>
  (error?: unknown, ...rest: never[]): void =>
    callback?.(error ? away(error) : null, ...rest);

const away = (cause: unknown): Refusal =>
  new Refusal('UNAVAILABLE', 'Sessions cannot be read just now. Try again shortly.', {
    cause,
    facts: { part: 'sessions' },
  });
