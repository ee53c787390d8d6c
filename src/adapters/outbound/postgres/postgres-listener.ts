import { Client } from 'pg';
import { connectionSettings } from './connect.ts';

const RECONNECT_MILLISECONDS = 250;

/** What is heard, by the name of its channel: what came with it, or null when something may have been missed. */
export type Listeners = Readonly<Record<string, (payload: string | null) => void>>;

/** Hears NOTIFY, on a connection of its own that is made again when it is lost. What is told meanwhile is not heard. */
export class PostgresListener {
  readonly #url: string;
  readonly #listeners: Listeners;
  readonly #onError: (error: Error) => void;
  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(url: string, listeners: Listeners, onError: (error: Error) => void) {
    this.#url = url;
    this.#listeners = listeners;
    this.#onError = onError;
    void this.#connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const client = new Client(connectionSettings(this.#url));
    const lost = (error: Error): void => this.#lost(client, error);
    client.on('error', lost).on('end', () => lost(new Error('The connection that listens ended.')));
    client.on('notification', ({ channel, payload }) => this.#listeners[channel]?.(payload ?? ''));
    this.#client = client;
    try {
      await client.connect();
      await client.query(
        Object.keys(this.#listeners)
          .map((channel) => `LISTEN ${channel}`)
          .join(';'),
      );
      for (const listener of Object.values(this.#listeners)) listener(null);
    } catch (error) {
      lost(error as Error);
    }
  }

  #lost(client: Client, error: Error): void {
    if (this.#closed || client !== this.#client) return;
    this.#client = undefined;
    this.#onError(error);
    client.end().catch(() => {});
    this.#timer = setTimeout(() => void this.#connect(), RECONNECT_MILLISECONDS);
  }
}
