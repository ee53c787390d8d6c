import type { Outbox, OutboxMessage } from '#application/ports/outbox.ts';
import type { MemoryTables } from './memory-store.ts';

export class MemoryOutbox implements Outbox {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  async add(message: OutboxMessage): Promise<void> {
    this.#tables.outbox.set(message.id, {
      ...message,
      dueAt: message.createdAt,
      tries: 0,
      lastError: null,
      parkedAt: null,
    });
  }
}
