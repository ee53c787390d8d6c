import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';

/** Asks again and again, for 8 seconds at most. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 8_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`It did not come to this: ${what}.`);
    await pause(10);
  }
}

/** How many transactions in this database wait for another one: for its table, its row or a key that it writes. */
export async function waiting(sql: Pool): Promise<number> {
  const { rows } = await sql.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows.length;
}

export const untilSomebodyWaits = (sql: Pool): Promise<void> =>
  until('somebody waits', async () => (await waiting(sql)) > 0);
