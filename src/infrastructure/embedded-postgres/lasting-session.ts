import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

/** Somebody else has the lock that a session is for; trying again would not help. */
export class LockTakenError extends Error {}

export type SessionCare = {
  /** Opens a new connection and takes the locks again. May give up early when the signal is aborted. */
  reopen(signal: AbortSignal): Promise<Client>;
  /** Told when `reopen` threw a LockTakenError; the session is over then. */
  onLost?(error: LockTakenError): void;
};

const pauseMs = { first: 50, longest: 2_000 };

/**
 * A connection for locks that must be held as long as we live: PostgreSQL frees a session's locks with its connection, so a
 * kill -9 leaves nothing behind, but a restart of the database would take them from us as well. Hence a lost connection is
 * opened again in the background until that succeeds or `close` is called.
 */
export class LastingSession {
  readonly #care: SessionCare;
  readonly #closing = new AbortController();
  #client: Client | undefined;
  #reopening: Promise<void> = Promise.resolve();

  /** @param client connected and holding its locks. */
  constructor(client: Client, care: SessionCare) {
    this.#care = care;
    this.#watch(client);
  }

  /** Frees the locks, provably before it returns, and ends the connection. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#reopening;
    const client = this.#client;
    this.#client = undefined;
    await client?.query('SELECT pg_advisory_unlock_all()').catch(() => {});
    await client?.end();
  }

  #watch(client: Client): void {
    this.#client = client;
    const lost = () => {
      if (this.#client !== client) return;
      this.#client = undefined;
      if (!this.#closing.signal.aborted) this.#reopening = this.#reopen();
    };
    client.once('end', lost);
    // It may have ended before we listened.
    client.query('SELECT').catch(lost);
  }

  async #reopen(): Promise<void> {
    const { signal } = this.#closing;
    for (let pause = pauseMs.first; !signal.aborted; pause = Math.min(pause * 2, pauseMs.longest)) {
      try {
        this.#watch(await this.#care.reopen(signal));
        return;
      } catch (error) {
        if (error instanceof LockTakenError) {
          this.#care.onLost?.(error);
          return;
        }
        await sleep(pause, undefined, { signal }).catch(() => {});
      }
    }
  }
}
