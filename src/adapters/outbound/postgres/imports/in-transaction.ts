import type { Pool, PoolClient } from 'pg';
import type { RunId } from '#application/jobs/job.ts';
import { runIsOver } from '#application/ports/job-runs.ts';
import { rowsIn } from '../connect.ts';
import { ownerOf } from '../job-owner.ts';
import { translated } from '../postgres-errors.ts';

const RUNS = {
  name: 'assert-run',
  text: `SELECT FROM jobs WHERE user_id = $1 AND id = $2 AND run = $3 AND state = 'running' FOR SHARE`,
};

/** Many rows are sorted, and counted by key, without a file. */
const BEGIN = `BEGIN; SET LOCAL work_mem = '64MB'`;

/**
 * What a run of a job does in one transaction, on a connection of its own: committed only while the run is still the job's.
 * @throws {LockLost}
 */
export async function inTransactionOf<T>(pool: Pool, run: RunId, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return withClient(pool, async (client) => {
    await client.query(BEGIN);
    const outcome = await work(client);
    const held = await rowsIn(client, RUNS, [ownerOf(run.userId), run.id, run.run]);
    if (held.length === 0) throw runIsOver(run);
    await client.query('COMMIT');
    return outcome;
  });
}

/** A connection on which something has failed is closed, and what it had begun goes with it. */
export async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  try {
    const client = await pool.connect();
    let fault: Error | undefined;
    try {
      return await work(client);
    } catch (error) {
      fault = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      client.release(fault);
    }
  } catch (error) {
    throw translated(error);
  }
}
