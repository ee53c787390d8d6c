import type { MongoClient } from 'mongodb';
import type { TicketStore } from '#application/ports/ticket-store.ts';
import type { Lifecycle } from './lifecycle.ts';

type Settings = { readonly mongoUrl: string | undefined };

/** A server that does not answer for so long is away, in milliseconds. */
const PATIENCE = 2_000;

/** MongoDB, whose driver is loaded and connects when it is first asked for anything. */
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
    await (await this.#client)?.close();
  }

  #opened(): Promise<MongoClient> {
    this.#client ??= this.#open();
    return this.#client;
  }

  async #open(): Promise<MongoClient> {
    const driver = await import('mongodb');
    return new driver.MongoClient(this.#url, {
      appName: 'blotter',
      serverSelectionTimeoutMS: PATIENCE,
      connectTimeoutMS: PATIENCE,
      timeoutMS: 2 * PATIENCE,
    });
  }
}

/** Where MONGO_URL names one. It closes with the lifecycle. */
export function openMongo({ mongoUrl }: Settings, lifecycle: Lifecycle): Mongo | undefined {
  if (mongoUrl === undefined) return undefined;
  const mongo = new Mongo(mongoUrl);
  lifecycle.started('MongoDB', () => mongo.close());
  return mongo;
}
