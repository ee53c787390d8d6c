import type { Pool } from 'pg';
import { blocksOf } from '#application/imports/blocks.ts';
import type { ImportFiles } from '#application/ports/import-files.ts';
import { translated } from '../postgres-errors.ts';

/** Kept in pieces of at least so many bytes. */
const PIECE = 512 * 1024;

const INSERT = 'INSERT INTO import_chunks (user_id, import_id, number, bytes) VALUES ($1, $2, $3, $4)';
const SELECT = 'SELECT bytes FROM import_chunks WHERE user_id = $1 AND import_id = $2 AND number = $3';

/** Each piece is a statement of its own: who sends slowly holds no connection. */
export class PostgresImportFiles implements ImportFiles {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async write(userId: string, importId: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
    let number = 0;
    let size = 0;
    for await (const piece of blocksOf(bytes, PIECE)) {
      await this.#query(INSERT, [userId, importId, number, piece]);
      number += 1;
      size += piece.length;
    }
    return size;
  }

  async *read(userId: string, importId: string): AsyncGenerator<Uint8Array> {
    for (let number = 0; ; number += 1) {
      const [row] = await this.#query(SELECT, [userId, importId, number]);
      if (row === undefined) return;
      yield row.bytes;
    }
  }

  async #query(text: string, values: unknown[]): Promise<{ bytes: Buffer }[]> {
    try {
      return (await this.#pool.query(text, values)).rows;
    } catch (error) {
      throw translated(error);
    }
  }
}
