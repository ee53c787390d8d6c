import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Client, expectStatus } from './client.ts';
import { Loop } from './loop.ts';
import { until } from './wait.ts';

export type Deed = 'commit' | 'undo';

export type ImportSight = {
  readonly id: string;
  readonly state: string;
  readonly job_id: string;
  readonly counts: { readonly rows: number; readonly new: number } | null;
};

export type JobSight = {
  readonly id: string;
  readonly state: string;
  readonly progress: number;
  readonly error: string | null;
};

const PAUSE_MILLISECONDS = 20;
const CSV = { 'content-type': 'text/csv' };
/** Of a step of many rows, with the workers that are killed meanwhile. */
const PATIENCE = { patience: 120_000, pause: 50 };

/** Somebody who brings files, and follows what becomes of them. */
export class Importer {
  readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  /** The answer comes when the file was read, or after ten seconds. */
  send(file: Buffer): Promise<Answer> {
    return this.client.call({ method: 'POST', path: '/api/v1/imports', bytes: file, headers: CSV, patience: 60_000 });
  }

  /** What the file is that is being read, as soon as all of it has come. */
  async coming(): Promise<ImportSight> {
    let found: ImportSight | undefined;
    await until('a file is read', async () => {
      const all = await this.#read<ImportSight[]>('/api/v1/imports');
      found = all.find(({ state }) => state === 'reading');
      return found !== undefined;
    });
    return found as ImportSight;
  }

  import(id: string): Promise<ImportSight> {
    return this.#read(`/api/v1/imports/${id}`);
  }

  job(id: string): Promise<JobSight> {
    return this.#read(`/api/v1/jobs/${id}`);
  }

  /** @returns the job that does it. */
  async ask(id: string, deed: Deed): Promise<string> {
    const answer = await this.client.call({ method: 'POST', path: `/api/v1/imports/${id}/${deed}` });
    return (JSON.parse(expectStatus(202, answer).body) as JobSight).id;
  }

  /** Looks how far a job is all the time. @returns what tells, when it is over, where it went back. */
  follow(jobId: string): () => Promise<string[]> {
    const complaints: string[] = [];
    let before = 0;
    const loop = new Loop(async () => {
      const { progress, state } = await this.job(jobId);
      if (progress < before) complaints.push(`${state} at ${progress} % after ${before} %`);
      before = progress;
      await sleep(PAUSE_MILLISECONDS);
    });
    loop.start();
    return async () => {
      await loop.finish();
      return complaints;
    };
  }

  /** @returns the job as it ended. */
  async untilOver(jobId: string): Promise<JobSight> {
    let sight: JobSight | undefined;
    await until(
      'the job is over',
      async () => {
        sight = await this.job(jobId);
        return !['scheduled', 'queued', 'running'].includes(sight.state);
      },
      PATIENCE,
    );
    return sight as JobSight;
  }

  async export(): Promise<string> {
    const answer = await this.client.call({ path: '/api/v1/export?format=csv', patience: 60_000 });
    return expectStatus(200, answer).body;
  }

  /** How many operations the list shows, of one at the most. */
  async listed(): Promise<number> {
    return (await this.#read<unknown[]>('/api/v1/operations?limit=1')).length;
  }

  async #read<Body>(path: string): Promise<Body> {
    return JSON.parse(expectStatus(200, await this.client.get(path)).body) as Body;
  }
}
