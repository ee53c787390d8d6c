import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { connect } from './connect.ts';
import { isAlive } from './is-alive.ts';
import { LastingSession, LockTakenError } from './lasting-session.ts';
import { becomeServer, serverPid } from './locks.ts';

export type DataFolderClaim = {
  /** Of the embedded PostgreSQL in that folder. */
  readonly url: string;
  /** For the sentence of the refusal. */
  readonly dataDir: string;
  /** Told when the database restarted and another server came first: this one must stop. */
  readonly onLost?: (error: Error) => void;
};

const patienceMs = 10_000;

/**
 * Makes this process the one server of a data folder; returns the function that ends that.
 *
 * The claim is an advisory lock of one connection, so it ends with the process, however that dies; after a restart of the
 * database it is taken again in the background. A holder that is dead already is waited for (up to 10 s).
 * Throws one sentence with the holder's pid when another server has it.
 */
export async function claimDataFolder(claim: DataFolderClaim): Promise<() => Promise<void>> {
  const { onLost } = claim;
  const session = new LastingSession(await open(claim), {
    reopen: (signal) => open(claim, signal),
    ...(onLost === undefined ? {} : { onLost }),
  });
  return () => session.close();
}

/** @param reopening given after a loss, when the holder may be our own lost connection. */
async function open({ url, dataDir }: DataFolderClaim, reopening?: AbortSignal): Promise<Client> {
  const client = await connect(url);
  try {
    const deadline = Date.now() + patienceMs;
    while (!(await becomeServer(client))) {
      const holder = await serverPid(client);
      const isOurs = reopening !== undefined && holder === process.pid;
      const isGoing = holder === undefined || isOurs || !isAlive(holder);
      if (!isGoing || Date.now() > deadline) throw taken(holder, dataDir);
      await sleep(20, undefined, reopening === undefined ? {} : { signal: reopening });
    }
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

function taken(holder: number | undefined, dataDir: string): LockTakenError {
  const pid = holder === undefined ? '' : ` (pid ${holder})`;
  return new LockTakenError(
    `Another Blotter${pid} already uses the data folder ${dataDir}. Stop it, or give this one its own DATA_DIR.`,
  );
}
