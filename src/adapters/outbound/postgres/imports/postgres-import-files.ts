import { finished } from 'node:stream/promises';
import pg, { type Pool, type PoolClient } from 'pg';
import copyStreams from 'pg-copy-streams';
import { gatheredOf, lengthOf } from '#application/imports/blocks.ts';
import type { ImportFiles } from '#application/ports/import-files.ts';
import { notFound } from '#application/refusal.ts';
import { copiedOut } from '../copied-out.ts';
import { withClient } from './in-transaction.ts';
import { IS_COMING } from './on-its-way.ts';

const { escapeLiteral } = pg;

/** Kept in pieces of at least so many bytes. */
const PIECE = 512 * 1024;

const COMING = `UPDATE imports SET updated_at = now() WHERE user_id = $1 AND id = $2 AND ${IS_COMING}`;
const COPY_IN = 'COPY import_chunks (user_id, import_id, number, bytes) FROM STDIN (FORMAT binary)';

/**
 * Each piece is a transaction of its own: who sends slowly holds no connection. The bytes go to PostgreSQL, and come back, by COPY in its binary format,
 * as they are: a parameter would be copied twice on its way, and a column of a row is twice as long in text.
 */
export class PostgresImportFiles implements ImportFiles {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async write(userId: string, importId: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
    let number = 0;
    let size = 0;
    for await (const chunks of gatheredOf(bytes, PIECE)) {
      await withClient(this.#pool, (client) => keep(client, [userId, importId, number], chunks));
      number += 1;
      size += lengthOf(chunks);
      chunks.forEach(release);
    }
    return size;
  }

  async *read(userId: string, importId: string): AsyncGenerator<Uint8Array> {
    for (let number = 0; ; number += 1) {
      const rows = await withClient(this.#pool, (client) =>
        Array.fromAsync(copiedOut(client, copyOut([userId, importId, number]))),
      );
      const piece = pieceOf(Buffer.concat(rows));
      if (piece === null) return;
      yield piece;
    }
  }
}

type Place = readonly [userId: string, importId: string, number: number];

async function keep(client: PoolClient, place: Place, chunks: readonly Uint8Array[]): Promise<void> {
  await client.query('BEGIN');
  const [userId, importId] = place;
  const { rowCount } = await client.query(COMING, [userId, importId]);
  if (rowCount === 0) throw notFound('import');
  const copy = client.query(copyStreams.from(COPY_IN));
  copy.write(Buffer.concat([HEADER, rowHead(place, lengthOf(chunks))]));
  for (const chunk of chunks) copy.write(chunk);
  await finished(copy.end(TRAILER));
  await client.query('COMMIT');
}

/** The memory of a chunk that has one of its own: the collector would look for it after tens of megabytes. */
function release({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/** PostgreSQL manual, COPY, binary format: no flags, and no extension of the header. */
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);

/** The number of columns; then each, after its length. */
function rowHead([userId, importId, number]: Place, length: number): Buffer {
  const head = Buffer.alloc(2 + 2 * (4 + 16) + 8 + 4);
  let at = head.writeInt16BE(4);
  for (const id of [userId, importId]) {
    at = head.writeInt32BE(16, at);
    at += head.write(id.replaceAll('-', ''), at, 'hex');
  }
  at = head.writeInt32BE(4, at);
  at = head.writeInt32BE(number, at);
  head.writeInt32BE(length, at);
  return head;
}

const copyOut = ([userId, importId, number]: Place): string =>
  `COPY (SELECT bytes FROM import_chunks WHERE user_id = ${escapeLiteral(userId)} AND import_id = ${escapeLiteral(importId)} AND number = ${number})
 TO STDOUT (FORMAT binary)`;

/** The one column of the one row; null where there is none. */
function pieceOf(copied: Buffer): Buffer | null {
  const length = HEADER.length + 2;
  if (copied.length <= length + TRAILER.length) return null;
  return copied.subarray(length + 4, length + 4 + copied.readInt32BE(length));
}
