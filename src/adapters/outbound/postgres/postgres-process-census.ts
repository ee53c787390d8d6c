import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type QueryResult } from 'pg';
import type { ProcessCensus } from '#application/ports/process-census.ts';
import { Refusal } from '#application/refusal.ts';
import { connectionSettings } from './connect.ts';
import { LOCK_NOT_AVAILABLE, vendorError } from './postgres-errors.ts';

/** Advisory lock of the processes on a database: exclusive while one is alone, shared while there are more. */
const LOCK = 'hashtext($$blotter processes$$)';
const CHANNEL = 'blotter_processes';
const RECONNECT_MILLISECONDS = 500;
const RETRY_ALONE_MILLISECONDS = 10_000;
const KNOCK_MILLISECONDS = 500;
const JOIN_MILLISECONDS = 10_000;
const COUNTED_MILLISECONDS = 3_000;
const COUNTED_PAUSE_MILLISECONDS = 20;

/**
 * Counts processes by one advisory lock, held on a connection of its own for as long as the process lives.
 * The first takes it exclusively and may remember things. A newcomer knocks (NOTIFY) and waits for its share: it begins to serve only
 * after the first has stopped remembering and has given the lock back, so there is no moment at which one remembers what another changes.
 * A lost connection means a lost lock: from then on this process is not alone until it holds it again. It goes on serving meanwhile, beside
 * another one that may find itself alone by then: hence what it revokes is answered only when it is counted again.
 */
export class PostgresProcessCensus implements ProcessCensus {
  readonly #url: string;
  readonly #onCompany: () => void;
  readonly #onError: (error: Error) => void;
  readonly #retryMilliseconds: number;
  #client: Client | null = null;
  /** The same once it holds the lock. */
  #member: Client | null = null;
  #lastQuery: Promise<unknown> = Promise.resolve();
  #alone = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param onCompany called before another process may begin to serve, and when the lock is lost: forget what could become stale.
   * @param onError told of a lost connection, which mends itself.
   * @param retryMilliseconds how often one with company looks whether the others have gone.
   */
  constructor(
    url: string,
    onCompany: () => void,
    onError: (error: Error) => void,
    retryMilliseconds = RETRY_ALONE_MILLISECONDS,
  ) {
    this.#url = url;
    this.#onCompany = onCompany;
    this.#onError = onError;
    this.#retryMilliseconds = retryMilliseconds;
  }

  alone(): boolean {
    return this.#alone;
  }

  /** Resolves when this process may serve. @throws when another process does not answer the knock in 10 s. */
  async join(): Promise<void> {
    const client = new Client({
      ...connectionSettings(this.#url),
      statement_timeout: 0,
      lock_timeout: KNOCK_MILLISECONDS,
    });
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('The connection of the process census ended.')));
    client.on('notification', () => {
      this.#makeRoom(client).catch((error) => this.#lost(client, error));
    });
    await client.connect();
    if (this.#closed) return client.end();
    this.#client = client;
    try {
      await client.query(`LISTEN ${CHANNEL}`);
      const exclusively = await tryExclusively((text) => client.query(text));
      if (!exclusively) await knockUntilShared(client);
      this.#holds(client, exclusively);
    } catch (error) {
      client.end().catch(() => {});
      throw error;
    }
  }

  async counted(): Promise<void> {
    const deadline = performance.now() + COUNTED_MILLISECONDS;
    while (!(await this.#holdsLock(deadline - performance.now()))) {
      if (this.#closed || performance.now() > deadline)
        throw new Refusal('UNAVAILABLE', 'Other processes cannot be told just now. Try again shortly.');
      await sleep(COUNTED_PAUSE_MILLISECONDS);
    }
  }

  /** A session's lock lives as long as the session: an answer proves that it was held all the time until now. */
  async #holdsLock(patience: number): Promise<boolean> {
    if (this.#member === null) return false;
    const answer = this.#query(this.#member, 'SELECT').then(
      () => true,
      () => false,
    );
    return await Promise.race([answer, sleep(Math.max(0, patience), false, { ref: false })]);
  }

  async leave(): Promise<void> {
    this.#closed = true;
    this.#alone = false;
    clearTimeout(this.#timer);
    await this.#client?.end();
  }

  async #makeRoom(client: Client): Promise<void> {
    if (!this.#alone) return;
    this.#alone = false;
    this.#onCompany();
    await this.#query(client, `SELECT pg_advisory_lock_shared(${LOCK}), pg_advisory_unlock(${LOCK})`);
    this.#retryAlone(client);
  }

  /** Every now and then: perhaps the others have gone. */
  #retryAlone(client: Client): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#takeAlone(client).catch((error) => this.#lost(client, error));
    }, this.#retryMilliseconds);
    this.#timer.unref();
  }

  async #takeAlone(client: Client): Promise<void> {
    if (!(await tryExclusively((text) => this.#query(client, text)))) return this.#retryAlone(client);
    await this.#query(client, `SELECT pg_advisory_unlock_shared(${LOCK})`);
    this.#holds(client, true);
  }

  /** One after another: a connection does one thing at a time. */
  #query(client: Client, text: string): Promise<QueryResult> {
    const result = this.#lastQuery.then(() => client.query(text));
    this.#lastQuery = result.catch(() => {});
    return result;
  }

  /** Unless it was lost in the same moment. */
  #holds(client: Client, exclusively: boolean): void {
    if (client !== this.#client) return;
    this.#member = client;
    this.#lastQuery = Promise.resolve();
    this.#alone = exclusively;
    if (!exclusively) this.#retryAlone(client);
  }

  #lost(client: Client, error: Error): void {
    if (this.#closed || client !== this.#client) return;
    this.#client = null;
    this.#member = null;
    this.#alone = false;
    this.#onCompany();
    this.#onError(error);
    client.end().catch(() => {});
    this.#rejoin();
  }

  #rejoin(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#closed) return;
      this.join().catch((error: Error) => {
        this.#onError(error);
        this.#client = null;
        this.#rejoin();
      });
    }, RECONNECT_MILLISECONDS);
    this.#timer.unref();
  }
}

async function tryExclusively(query: (text: string) => Promise<QueryResult>): Promise<boolean> {
  const { rows } = await query(`SELECT pg_try_advisory_lock(${LOCK}) AS taken`);
  return rows[0]?.taken === true;
}

/** Again and again, as one that has just become alone, or is about to, can miss a knock. */
async function knockUntilShared(client: Client): Promise<void> {
  const deadline = performance.now() + JOIN_MILLISECONDS;
  for (;;) {
    await client.query(`NOTIFY ${CHANNEL}`);
    try {
      await client.query(`SELECT pg_advisory_lock_shared(${LOCK})`);
      return;
    } catch (error) {
      if (vendorError(error).code !== LOCK_NOT_AVAILABLE || performance.now() > deadline) throw error;
    }
  }
}
