import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { newPerson } from '../parts/people.ts';
import type { ServerProcess } from '../parts/server-process.ts';
import { tradeAt } from './ledger-file.ts';

const LOOK_EVERY = 50;

type Brought = { readonly id: string; readonly job_id: string; readonly counts: { readonly new: number } };

/** Somebody with a ledger of their own, who brings files and reads what came of them. */
export class Trader {
  readonly userId: string;
  readonly token: string;
  readonly #origin: string;

  constructor({ port }: ServerProcess, { userId, token }: { readonly userId: string; readonly token: string }) {
    this.#origin = `http://127.0.0.1:${port}/api/v1`;
    this.userId = userId;
    this.token = token;
  }

  static async settle(server: ServerProcess, name: string): Promise<Trader> {
    return new Trader(server, await newPerson(server.port, name));
  }

  /** From the first byte of the file to the end of the commit. @param file in pieces. @returns seconds. */
  async import(file: readonly Buffer[], rows: number): Promise<number> {
    const begin = performance.now();
    const body = Readable.toWeb(Readable.from(file)) as ReadableStream;
    const draft = await this.json<Brought>('POST', '/imports', { body, type: 'text/csv' });
    await this.#over(draft.job_id);
    const { counts } = await this.json<Brought>('GET', `/imports/${draft.id}`);
    if (counts.new !== rows) throw new Error(`Of ${rows} rows ${counts.new} are new.`);
    const { id } = await this.json<{ id: string }>('POST', `/imports/${draft.id}/commit`);
    await this.#over(id);
    return (performance.now() - begin) / 1_000;
  }

  /** By POST /operations/batch, 1,000 rows each, over so many connections at once. @returns seconds. */
  async batch(rows: number, instruments: number, connections: number): Promise<number> {
    const bodies = Array.from({ length: rows / 1_000 }, (_, batch) =>
      JSON.stringify({
        operations: Array.from({ length: 1_000 }, (_, row) => tradeAt(batch * 1_000 + row, instruments)),
      }),
    );
    const begin = performance.now();
    const send = async (): Promise<void> => {
      for (let body = bodies.pop(); body !== undefined; body = bodies.pop())
        await this.json('POST', '/operations/batch', { body, type: 'application/json' });
    };
    await Promise.all(Array.from({ length: connections }, send));
    return (performance.now() - begin) / 1_000;
  }

  /** Milliseconds to the end of the answer. */
  async timed(path: string, headers: Record<string, string> = {}): Promise<number> {
    const begin = performance.now();
    await (await this.ask('GET', path, { headers })).arrayBuffer();
    return performance.now() - begin;
  }

  async json<Answer>(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    return (await (await this.ask(method, path, sent)).json()) as Answer;
  }

  async ask(method: string, path: string, { body, type, headers = {} }: Sent = {}): Promise<Response> {
    const response = await fetch(`${this.#origin}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, ...(type && { 'Content-Type': type }), ...headers },
      ...(body && { body, duplex: 'half' }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  async #over(job: string): Promise<void> {
    for (;;) {
      const { state, error } = await this.json<{ state: string; error: string | null }>('GET', `/jobs/${job}`);
      if (state === 'succeeded') return;
      if (state === 'failed' || state === 'cancelled') throw new Error(`A job ${state}: ${error}`);
      await sleep(LOOK_EVERY);
    }
  }
}

type Sent = {
  readonly body?: string | ReadableStream;
  readonly type?: string;
  readonly headers?: Record<string, string>;
};
