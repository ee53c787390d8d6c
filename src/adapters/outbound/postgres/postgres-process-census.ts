import { Client } from 'pg';
import type { ProcessCensus } from '#application/ports/process-census.ts';
import { connectionSettings } from './connect.ts';

/** Advisory lock of the processes on a database: exclusive while one is alone, shared while there are more. */
const LOCK = 'hashtext($$blotter processes$$)';
const CHANNEL = 'blotter_processes';
const RECONNECT_MILLISECONDS = 500;
const RETRY_ALONE_MILLISECONDS = 10_000;
const JOIN_MILLISECONDS = 10_000;

/**
 * Counts processes by one advisory lock, held on a connection of its own for as long as the process lives.
 * The first takes it exclusively and may remember things. A newcomer knocks (NOTIFY) and waits for its share: it begins to serve only
 * after the first has stopped remembering and has given the lock back, so there is no moment at which one remembers what another changes.
 * A lost connection means a lost lock: from then on this process is not alone until it holds it again.
 */
export class PostgresProcessCensus implements ProcessCensus {
  readonly #url: string;
  readonly #onCompany: () => void;
  readonly #onError: (error: Error) => void;
  #client: Client | null = null;
  #alone = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param onCompany called before another process may begin to serve, and when the lock is lost: forget what could become stale.
   * @param onError told of a lost connection, which mends itself.
   */
  constructor(url: string, onCompany: () => void, onError: (error: Error) => void) {
    this.#url = url;
    this.#onCompany = onCompany;
    this.#onError = onError;
  }

  alone(): boolean {
    return this.#alone;
  }

  /** Resolves when this process may serve. @throws when another process does not answer the knock in 10 s. */
  async join(): Promise<void> {
    const client = new Client({
      ...connectionSettings(this.#url),
      statement_timeout: 0,
      lock_timeout: JOIN_MILLISECONDS,
    });
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('The connection of the process census ended.')));
    client.on('notification', () => {
      this.#makeRoom(client).catch((error) => this.#lost(client, error));
    });
    await client.connect();
    this.#client = client;
    await client.query(`LISTEN ${CHANNEL}`);
    if (await tryExclusively(client)) {
      this.#alone = true;
    } else {
      await client.query(`NOTIFY ${CHANNEL}`);
      await client.query(`SELECT pg_advisory_lock_shared(${LOCK})`);
      this.#retryAlone(client);
    }
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
    await client.query(`SELECT pg_advisory_lock_shared(${LOCK}), pg_advisory_unlock(${LOCK})`);
    this.#retryAlone(client);
  }

  /** Every now and then: perhaps the others have gone. */
  #retryAlone(client: Client): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#takeAlone(client).catch((error) => this.#lost(client, error));
    }, RETRY_ALONE_MILLISECONDS);
    this.#timer.unref();
  }

  async #takeAlone(client: Client): Promise<void> {
    if (!(await tryExclusively(client))) return this.#retryAlone(client);
    await client.query(`SELECT pg_advisory_unlock_shared(${LOCK})`);
    this.#alone = true;
  }

  #lost(client: Client, error: Error): void {
    if (this.#closed || client !== this.#client) return;
    this.#client = null;
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
        this.#client?.end().catch(() => {});
        this.#client = null;
        this.#rejoin();
      });
    }, RECONNECT_MILLISECONDS);
    this.#timer.unref();
  }
}

async function tryExclusively(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS taken`);
  return rows[0]?.taken === true;
}
