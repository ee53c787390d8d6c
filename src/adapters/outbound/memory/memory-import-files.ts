import type { ImportFiles } from '#application/ports/import-files.ts';
import { type MemoryStore, ownedKey } from './memory-store.ts';

export class MemoryImportFiles implements ImportFiles {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async write(userId: string, importId: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) pieces.push(piece);
    await this.#store.transaction(({ imports }) => {
      const key = ownedKey(userId, importId);
      const kept = imports.get(key);
      if (kept) imports.set(key, { ...kept, bytes: pieces });
    });
    return pieces.reduce((size, piece) => size + piece.length, 0);
  }

  async *read(userId: string, importId: string): AsyncGenerator<Uint8Array> {
    yield* this.#store.committed.imports.get(ownedKey(userId, importId))?.bytes ?? [];
  }
}
