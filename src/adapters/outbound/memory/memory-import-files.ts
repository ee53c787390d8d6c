import type { ImportFiles } from '#application/ports/import-files.ts';
import { notFound } from '#application/refusal.ts';
import { type MemoryStore, ownedKey } from './memory-store.ts';

export class MemoryImportFiles implements ImportFiles {
  readonly #store: MemoryStore;
  readonly #now: () => Date;

  constructor(store: MemoryStore, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  async write(userId: string, importId: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
    const key = ownedKey(userId, importId);
    let size = 0;
    for await (const piece of bytes) {
      await this.#store.transaction(({ imports }) => {
        const kept = imports.get(key);
        if (kept?.file.state !== 'uploading') throw notFound('import');
        const file = { ...kept.file, updatedAt: this.#now() };
        imports.set(key, { ...kept, file, bytes: [...kept.bytes, piece] });
      });
      size += piece.length;
    }
    return size;
  }

  async *read(userId: string, importId: string): AsyncGenerator<Uint8Array> {
    yield* this.#store.committed.imports.get(ownedKey(userId, importId))?.bytes ?? [];
  }
}
