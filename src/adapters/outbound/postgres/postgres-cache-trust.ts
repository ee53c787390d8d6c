import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Notification, type QueryResult } from 'pg';
import type { CacheTrust } from '#application/ports/cache-trust.ts';
import { Refusal } from '#application/refusal.ts';
import { connectionSettings, PLACE } from './connect.ts';
import { LOCK_NOT_AVAILABLE, vendorError } from './postgres-errors.ts';

/**
 * What a process is to the others on its database. The sole one keeps values in its own memory: it suffers no other beside it. Those that share
 * keep them in one place. A visitor keeps nothing, but may come to either, and writes.
 */
export type Membership = 'sole' | 'shared' | 'visitor';

export type TrustEvents = {
  /** Nothing that was kept may be believed from now on. */
  readonly onDoubt?: () => void;
  /** A lost connection, which mends itself. */
  readonly onError?: (error: Error) => void;
  /** While the connection was lost another process has taken the place: this one must not go on. */
  readonly onReplaced?: (error: Error) => void;
};

/** Shared by those who believe; taken exclusively, for a moment, by one who waits until nobody does. */
const BELIEF = 'hashtext($$blotter belief$$)';
/** Shared by those who have written what the others could not be told of: while anybody holds it nobody begins to believe. */
const DOUBT = 'hashtext($$blotter doubt$$)';
const CHANNEL = 'blotter_cache';
const RECONNECT_MILLISECONDS = 250;
const RETRY_MILLISECONDS = 200;
const KNOCK_MILLISECONDS = 500;
/** For a place, which a predecessor may be just leaving, and for the others to stop believing. */
const PATIENCE_MILLISECONDS = 3_000;
const PAUSE_MILLISECONDS = 20;

const REFUSALS: Record<Exclude<Membership, 'visitor'>, string> = {
  sole: 'Another Blotter process works on this database. Without REDIS_URL there can be one only: stop the other one, or set REDIS_URL for both.',
  shared: 'A Blotter process without REDIS_URL works on this database. Set REDIS_URL for it too, or stop it.',
};

/** No room on the database for this process. */
export class PlaceTakenError extends Error {}

/**
 * Keeps the trust by advisory locks, on a connection of its own that lives as long as the process. Who cannot tell the others of a write takes
 * the lock of doubt, knocks (NOTIFY), and waits until it has had the lock of belief alone: by then everybody has heard it and stopped
 * believing. Nobody begins again while anybody doubts, and each who does names a new epoch for all, so what was kept before is never read.
 * Locks end with the connection: one that dies in doubt leaves nobody behind who believes the former epoch.
 */
export class PostgresCacheTrust implements CacheTrust {
  readonly #url: string;
  readonly #membership: Membership;
  readonly #events: TrustEvents;
  readonly #patience: number;
  #client: Client | null = null;
  /** The same once it has its place. */
  #member: Client | null = null;
  #former: { readonly pid: number; readonly start: string } | undefined;
  #lastQuery: Promise<unknown> = Promise.resolve();
  #epoch: string | null = null;
  /** Holds the lock of belief. */
  #holdsBelief = false;
  /** Holds the lock of doubt, and everybody has heard it. */
  #doubts = false;
  #doubting: Promise<void> | null = null;
  /** How often others have knocked. */
  #knocks = 0;
  /** What is kept can be reached. */
  #reachable: boolean;
  #believing = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(url: string, membership: Membership, events: TrustEvents = {}, patience = PATIENCE_MILLISECONDS) {
    this.#url = url;
    this.#membership = membership;
    this.#events = events;
    this.#patience = patience;
    this.#reachable = membership === 'sole';
  }

  epoch(): string | null {
    return this.#epoch;
  }

  /** Resolves when this process has its place. @throws {PlaceTakenError} when there is none for it. */
  async join(): Promise<void> {
    const client = new Client({ ...connectionSettings(this.#url), statement_timeout: 0, query_timeout: 0 });
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('The connection of the cache’s trust ended.')));
    client.on('notification', (notification) => this.#heard(client, notification));
    await client.connect();
    if (this.#closed) return client.end();
    this.#client = client;
    this.#lastQuery = Promise.resolve();
    try {
      await this.#query(client, `LISTEN ${CHANNEL}`);
      await this.#endFormer(client);
      await this.#takePlace(client);
    } catch (error) {
      this.#client = null;
      client.end().catch(() => {});
      throw error;
    }
    // Unless it was lost in the same moment.
    if (client !== this.#client) return;
    this.#member = client;
    await this.#believe();
  }

  async leave(): Promise<void> {
    this.#closed = true;
    this.#doubt();
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
    await this.#client?.end();
  }

  /** Whether what is kept can be reached: while it cannot, this process believes nothing. */
  reach(reachable: boolean): void {
    this.#reachable = reachable;
    if (!reachable) {
      this.#doubt();
      void this.#releaseBelief();
    } else void this.#believe();
  }

  async distrust(): Promise<void> {
    const deadline = performance.now() + this.#patience;
    while (!(await this.#isDistrusted(deadline - performance.now()))) {
      if (this.#closed || performance.now() > deadline)
        throw new Refusal('UNAVAILABLE', 'Other processes cannot be told just now. Try again shortly.');
      await sleep(PAUSE_MILLISECONDS);
    }
  }

  /** A session's lock lives as long as the session: an answer proves that it was held all the time until now. */
  async #isDistrusted(patience: number): Promise<boolean> {
    const client = this.#member;
    if (client === null) return false;
    const proof = this.#doubts ? this.#query(client, 'SELECT') : this.#spreadDoubt(client);
    const proved = proof.then(
      () => client === this.#member,
      () => false,
    );
    return Promise.race([proved, sleep(Math.max(0, patience), false, { ref: false })]);
  }

  /** One for all who ask meanwhile: it ends after they have asked. */
  #spreadDoubt(client: Client): Promise<void> {
    this.#doubt();
    this.#doubting ??= this.#untilNobodyBelieves(client).finally(() => {
      this.#doubting = null;
      this.#retryBelief();
    });
    return this.#doubting;
  }

  async #untilNobodyBelieves(client: Client): Promise<void> {
    await this.#query(client, `SELECT pg_advisory_lock_shared(${DOUBT})`);
    await this.#releaseBelief();
    const deadline = performance.now() + this.#patience;
    while (!(await this.#hasAlone(client))) {
      if (performance.now() > deadline) {
        await this.#query(client, `SELECT pg_advisory_unlock_shared(${DOUBT})`);
        throw new Error('Another process goes on believing.');
      }
    }
    this.#doubts = client === this.#member;
  }

  /** Knocks, and waits a while until nobody else holds the lock of belief. */
  async #hasAlone(client: Client): Promise<boolean> {
    await this.#query(client, `NOTIFY ${CHANNEL}`);
    try {
      await this.#query(client, `SELECT pg_advisory_lock(${BELIEF}), pg_advisory_unlock(${BELIEF})`);
      return true;
    } catch (error) {
      if (vendorError(error).code !== LOCK_NOT_AVAILABLE) throw error;
      return false;
    }
  }

  /** From now on nothing is believed here. */
  #doubt(): void {
    if (this.#epoch === null) return;
    this.#epoch = null;
    this.#events.onDoubt?.();
  }

  async #releaseBelief(): Promise<void> {
    if (!this.#holdsBelief || this.#member === null) return;
    this.#holdsBelief = false;
    await this.#query(this.#member, `SELECT pg_advisory_unlock_shared(${BELIEF})`).catch(() => {});
  }

  #heard(client: Client, { processId, payload }: Notification): void {
    if (client !== this.#client) return;
    const isOwn = processId === (client as Client & { processID?: number }).processID;
    if (payload) {
      if (this.#epoch !== null) this.#epoch = payload;
    } else if (!isOwn) {
      this.#knocks += 1;
      this.#doubt();
      void this.#releaseBelief().then(() => this.#retryBelief());
    }
  }

  /** Begins to believe, if nobody doubts; else tries again in a while. */
  async #believe(): Promise<void> {
    const client = this.#member;
    if (client === null || this.#believing || !this.#mayBelieve()) return;
    this.#believing = true;
    try {
      if (await this.#isQuiet(client)) {
        this.#epoch = randomUUID();
        await this.#query(client, `NOTIFY ${CHANNEL}, '${this.#epoch}'`);
      }
    } catch (error) {
      if (vendorError(error).code !== LOCK_NOT_AVAILABLE) this.#lost(client, error as Error);
    } finally {
      this.#believing = false;
      this.#retryBelief();
    }
  }

  #mayBelieve(): boolean {
    return this.#reachable && this.#epoch === null && this.#doubting === null && !this.#closed;
  }

  /** Takes a share of belief, and keeps it when nobody doubts. */
  async #isQuiet(client: Client): Promise<boolean> {
    const knocks = this.#knocks;
    if (this.#doubts) {
      this.#doubts = false;
      await this.#query(client, `SELECT pg_advisory_unlock_shared(${DOUBT})`);
    }
    await this.#query(client, `SELECT pg_advisory_lock_shared(${BELIEF})`);
    this.#holdsBelief = true;
    const { rows } = await this.#query(
      client,
      `SELECT CASE WHEN pg_try_advisory_lock(${DOUBT}) THEN pg_advisory_unlock(${DOUBT}) ELSE false END AS quiet`,
    );
    const quiet = rows[0]?.quiet === true && knocks === this.#knocks && client === this.#member && this.#mayBelieve();
    if (!quiet) await this.#releaseBelief();
    return quiet;
  }

  #retryBelief(): void {
    if (this.#retry !== undefined || !this.#mayBelieve()) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.#believe();
    }, RETRY_MILLISECONDS).unref();
  }

  /** The server may not have noticed yet that the former connection was lost, and keep its place for it. */
  async #endFormer(client: Client): Promise<void> {
    if (this.#former !== undefined) {
      const { pid, start } = this.#former;
      await this.#query(
        client,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ${pid} AND backend_start::text = '${start}'`,
      );
    }
    const { rows } = await this.#query(
      client,
      'SELECT pid, backend_start::text AS start FROM pg_stat_activity WHERE pid = pg_backend_pid()',
    );
    this.#former = rows[0];
  }

  async #takePlace(client: Client): Promise<void> {
    if (this.#membership !== 'visitor') {
      const share = this.#membership === 'shared' ? '_shared' : '';
      try {
        await this.#query(client, `SET lock_timeout = ${this.#patience}; SELECT pg_advisory_lock${share}(${PLACE})`);
      } catch (error) {
        if (vendorError(error).code !== LOCK_NOT_AVAILABLE) throw error;
        throw new PlaceTakenError(REFUSALS[this.#membership]);
      }
    }
    await this.#query(client, `SET lock_timeout = ${KNOCK_MILLISECONDS}`);
  }

  /** One after another: a connection does one thing at a time. */
  #query(client: Client, text: string): Promise<QueryResult> {
    const result = this.#lastQuery.then(() => client.query(text));
    this.#lastQuery = result.catch(() => {});
    return result;
  }

  #lost(client: Client, error: Error): void {
    if (this.#closed || client !== this.#client) return;
    this.#client = null;
    this.#member = null;
    this.#holdsBelief = false;
    this.#doubts = false;
    this.#doubt();
    this.#events.onError?.(error);
    client.end().catch(() => {});
    this.#rejoin();
  }

  #rejoin(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#closed) return;
      this.join().catch((error: Error) => {
        if (error instanceof PlaceTakenError) this.#events.onReplaced?.(error);
        else this.#events.onError?.(error);
        this.#rejoin();
      });
    }, RECONNECT_MILLISECONDS);
    this.#timer.unref();
  }
}
