import type { Pool } from 'pg';
import { type NamedStatement, rowsOf } from './connect.ts';
import { connectionWasLost, translated } from './postgres-errors.ts';

/** When a server ends many connections at once, the pool may hand out dead ones, at the worst each that it has. */
const ATTEMPTS = 10;

/**
 * The rows of a read. A read whose connection breaks is asked again, unseen by the caller.
 * @throws {Refusal} UNAVAILABLE when the database does not answer in time.
 */
export async function readRows(pool: Pool, statement: NamedStatement, values: unknown[]): Promise<(string | null)[][]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rowsOf(pool, statement, values);
    } catch (error) {
      if (attempt === ATTEMPTS || !connectionWasLost(error)) throw translated(error);
    }
  }
}
