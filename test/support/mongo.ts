import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { freePort } from './free-port.ts';
import { toolPath } from './toolbox/tool-path.ts';

export interface TestMongo {
  /** Of a replica set of one node that accepts writes. */
  readonly url: string;
  /** To freeze or kill it by a signal; null for the server of TEST_MONGO_URL. */
  readonly process: ChildProcess | null;
  stop(): Promise<void>;
}

const patienceMs = 30_000;

/**
 * Starts a MongoDB for the test file that needs one; about a second. A replica set, because change streams and transactions need
 * one. TEST_MONGO_URL stands in for it.
 */
export async function startMongo(): Promise<TestMongo> {
  const running = process.env['TEST_MONGO_URL'];
  if (running) {
    return { url: running, process: null, stop: async () => {} };
  }
  const directory = await mkdtemp(join(tmpdir(), 'mongo-'));
  const port = await freePort();
  const child = spawn(toolPath('mongod'), mongodArguments(port, directory), { stdio: 'ignore' });
  await once(child, 'spawn');
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await initiate(`mongodb://127.0.0.1:${port}/?directConnection=true`, `127.0.0.1:${port}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `mongodb://127.0.0.1:${port}/test?replicaSet=rs0`, process: child, stop };
}

/** Of a small member of a replica set, on this machine alone. */
export function mongodArguments(port: number, directory: string): string[] {
  const place = ['--replSet', 'rs0', '--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', directory];
  return [...place, '--wiredTigerCacheSizeGB', '0.25', '--quiet'];
}

/** The driver waits until the server takes connections; the election that follows is waited for here. */
export async function initiate(url: string, host: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: patienceMs });
  try {
    const admin = client.db('admin');
    await admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host }] } });
    const deadline = Date.now() + patienceMs;
    while (!(await admin.command({ hello: 1 }))['isWritablePrimary']) {
      if (Date.now() > deadline) {
        throw new Error(`MongoDB on ${host} does not become primary.`);
      }
      await sleep(20);
    }
  } finally {
    await client.close();
  }
}
