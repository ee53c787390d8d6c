import type { PoolClient } from 'pg';
import { notFound } from '#application/refusal.ts';
import { BOOKED } from '../booked-columns.ts';
import { rowsIn } from '../connect.ts';
import { FOREIGN_KEY_VIOLATION, UNIQUE_VIOLATION, vendorError } from '../postgres-errors.ts';
import type { TextRow } from '../text-rows.ts';

const booking = (onConflict: string): string => `WITH booked AS (
 INSERT INTO operations (user_id, ${BOOKED.join(', ')}, version, created_at, updated_at)
 SELECT user_id, ${BOOKED.join(', ')}, 1, $5, $5 FROM import_rows
 WHERE user_id = $1 AND import_id = $2 AND number > $3 AND number <= $4 AND state = 'new' ORDER BY number, part
 ${onConflict} RETURNING 1) SELECT count(*) FROM booked`;
const BOOK = { name: 'book-import', text: booking('') };
const BOOK_REST = { name: 'book-rest-of-import', text: booking('ON CONFLICT DO NOTHING') };

/**
 * Books the new rows of some numbers; what was booked meanwhile under the same key is left. That is rare, and to look out for it in every row costs a sixth.
 * @throws {Refusal} NOT_FOUND when an account is gone.
 */
export async function bookRows(client: PoolClient, values: readonly unknown[]): Promise<TextRow[]> {
  await client.query('SAVEPOINT step');
  try {
    const booked = await rowsIn(client, BOOK, values).catch(async (error: unknown) => {
      if (vendorError(error).code !== UNIQUE_VIOLATION) throw error;
      await client.query('ROLLBACK TO step');
      return rowsIn(client, BOOK_REST, values);
    });
    await client.query('RELEASE step');
    return booked;
  } catch (error) {
    throw vendorError(error).code === FOREIGN_KEY_VIOLATION ? notFound('account') : error;
  }
}
