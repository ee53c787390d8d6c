import type { MongoClient } from 'mongodb';
import type { TicketStore } from '#application/ports/ticket-store.ts';
import type { Lifecycle } from './lifecycle.ts';

type Settings = { readonly mongoUrl: string | undefined };

/** A server that does not answer for so long is away, in milliseconds. */
const PATIENCE = 2_000;

/** MongoDB, whose driver is loaded and connects when it is first asked for anything. What was connected once mends itself. */
export class Mongo {
  readonly #url: string;
  #client: Promise<MongoClient> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async tickets(): Promise<TicketStore> {
    const { MongoTickets } = await import('#adapters/outbound/mongo/mongo-tickets.ts');
    return new MongoTickets((await this.#opened()).db());
  }

  /** @throws {Error} when it does not answer. */
  async ping(): Promise<void> {
    await (await this.#opened()).db().command({ ping: 1 });
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    await client?.close();
  }

  #opened(): Promise<MongoClient> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  /** A client that could not connect at first never does any more: the next one is another. */
  async #connect(): Promise<MongoClient> {
    const driver = await import('mongodb');
    const client = new driver.MongoClient(this.#url, {
      appName: 'blotter',
      serverSelectionTimeoutMS: PATIENCE,
      connectTimeoutMS: PATIENCE,
      socketTimeoutMS: 2 * PATIENCE,
    });
    try {
      return await client.connect();
    } catch (error) {
      await client.close();
      throw error;
    }
  }
}

/** Where MONGO_URL names one. It closes with the lifecycle. */
export function openMongo({ mongoUrl }: Settings, lifecycle: Lifecycle): Mongo | undefined {
  if (mongoUrl === undefined) return undefined;
  const mongo = new Mongo(mongoUrl);
  lifecycle.started('MongoDB', () => mongo.close());
  return mongo;
}
