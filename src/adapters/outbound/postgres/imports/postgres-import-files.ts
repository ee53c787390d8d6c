import type { Pool, QueryResult } from 'pg';
import { blocksOf } from '#application/imports/blocks.ts';
import type { ImportFiles } from '#application/ports/import-files.ts';
import { notFound } from '#application/refusal.ts';
import { translated } from '../postgres-errors.ts';
import { IS_COMING } from './on-its-way.ts';

/** Kept in pieces of at least so many bytes. */
const PIECE = 512 * 1024;

const INSERT = `WITH upload AS (UPDATE imports SET updated_at = now() WHERE user_id = $1 AND id = $2 AND ${IS_COMING} RETURNING user_id, id)
 INSERT INTO import_chunks (user_id, import_id, number, bytes) SELECT user_id, id, $3::integer, $4::bytea FROM upload`;
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
      const { rowCount } = await this.#query(INSERT, [userId, importId, number, piece]);
      if (rowCount === 0) throw notFound('import');
      number += 1;
      size += piece.length;
    }
    return size;
  }

  async *read(userId: string, importId: string): AsyncGenerator<Uint8Array> {
    for (let number = 0; ; number += 1) {
      const [piece] = (await this.#query(SELECT, [userId, importId, number])).rows;
      if (piece === undefined) return;
      yield piece.bytes;
    }
  }

  async #query(text: string, values: unknown[]): Promise<QueryResult<{ bytes: Buffer }>> {
    try {
      return await this.#pool.query(text, values);
    } catch (error) {
      throw translated(error);
    }
  }
}
