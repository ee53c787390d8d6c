import type { OutboxMessage } from '#application/ports/outbox.ts';
import type { Delivery, OutboxQueue, ParkedMessage } from '#application/ports/outbox-queue.ts';
import type { MemoryStore, Pending } from './memory-store.ts';

export class MemoryOutboxQueue implements OutboxQueue {
  readonly #store: MemoryStore;
  readonly #taken = new Set<string>();

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async deliverNext(
    now: Date,
    deliver: (message: OutboxMessage, attempt: number) => Promise<Delivery>,
  ): Promise<boolean> {
    const next = this.#due(now);
    if (next === undefined) return false;
    this.#taken.add(next.id);
    try {
      const { id, createdAt, content } = next;
      const delivery = await deliver({ id, createdAt, content }, next.tries + 1);
      await this.#store.transaction(({ outbox }) => {
        outbox.delete(id);
        if (delivery === 'done') return;
        const { error, retryAt } = delivery;
        const tries = next.tries + 1;
        outbox.set(id, { ...next, tries, lastError: error, dueAt: retryAt ?? now, parkedAt: retryAt ? null : now });
      });
    } finally {
      this.#taken.delete(next.id);
    }
    return true;
  }

  async listParked(limit: number): Promise<readonly ParkedMessage[]> {
    const parked = this.#messages().filter(isParked);
    return parked.slice(0, limit).map(({ id, createdAt, content, tries, lastError, parkedAt }) => ({
      id,
      createdAt,
      content,
      tries,
      lastError,
      parkedAt,
    }));
  }

  async retryParked(now: Date): Promise<number> {
    return this.#store.transaction(({ outbox }) => {
      const parked = [...outbox.values()].filter(isParked);
      for (const message of parked) outbox.set(message.id, { ...message, tries: 0, dueAt: now, parkedAt: null });
      return parked.length;
    });
  }

  async count(): Promise<{ waiting: number; parked: number }> {
    const messages = this.#messages();
    const parked = messages.filter(isParked).length;
    return { waiting: messages.length - parked, parked };
  }

  #due(now: Date): Pending | undefined {
    const due = this.#messages().filter(({ id, dueAt, parkedAt }) => !parkedAt && dueAt <= now && !this.#taken.has(id));
    return due.sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime())[0];
  }

  #messages(): Pending[] {
    return [...this.#store.committed.outbox.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }
}

const isParked = (message: Pending): message is Pending & { lastError: string; parkedAt: Date } =>
  message.parkedAt !== null;
