import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { blotterOn } from '../parts/house.ts';
import { newPerson, type Person } from '../parts/people.ts';
import { processorTime, residentMegabytes } from '../parts/processor-time.ts';
import { timedStart } from '../parts/server-process.ts';
import { newDatabase } from '../parts/throw-away-postgres.ts';

const SETTLE_MILLISECONDS = 2_000;

/** A database at head that no process uses, and a folder that keeps the compile cache of the starts on it. */
export type StartingPlace = { readonly url: string; readonly folder: string; readonly person: Person };

export async function prepareStarts(postgresUrl: string, folder: string): Promise<StartingPlace> {
  const url = await newDatabase(postgresUrl, 'starts');
  const place = { url, folder: await mkdtemp(join(folder, 'starts-')) };
  const { server } = await timedStart(blotterOn(url, place.folder), '/readyz');
  await using _ = server;
  return { ...place, person: await newPerson(server.port, 'starter') };
}

export type Start = {
  /** To the first 200 of /readyz, in milliseconds. */
  readonly wall: number;
  /** The processor time that took, in milliseconds: another program's load hardly changes it. */
  readonly processor: number;
};

/** A start with what Node compiled at earlier ones, and megabytes after one request and a rest. */
export async function warmStart({ url, folder, person }: StartingPlace): Promise<{ start: Start; megabytes: number }> {
  const { server, milliseconds } = await timedStart(blotterOn(url, folder), '/readyz');
  await using _ = server;
  const start = { wall: milliseconds, processor: processorTime(server.pid) / 1_000 };
  const headers = { Authorization: `Bearer ${person.token}` };
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/v1/operations`, { headers });
  if (answer.status !== 200) throw new Error(`The request after the start: ${answer.status}`);
  await answer.arrayBuffer();
  await sleep(SETTLE_MILLISECONDS);
  return { start, megabytes: residentMegabytes(server.pid) };
}

/** Milliseconds to /readyz on a machine that has never started it. */
export async function coldStart({ url, folder }: StartingPlace): Promise<number> {
  const { server, milliseconds } = await timedStart(blotterOn(url, await mkdtemp(join(folder, 'cold-'))), '/readyz');
  await server[Symbol.asyncDispose]();
  return milliseconds;
}
