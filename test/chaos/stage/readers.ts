import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Client, NoAnswerError } from './client.ts';

export type Reading = {
  readonly path: string;
  readonly status: number | string;
  /** Of what was not answered 200: bodies of all would not find room. */
  readonly answer: Answer | undefined;
  readonly milliseconds: number;
  readonly at: number;
};

/** Closed loops of GETs. */
export class Readers {
  readonly readings: Reading[] = [];
  readonly #loops: Promise<void>[];
  readonly #client: Client;
  readonly #headers: Readonly<Record<string, string>>;
  #stopped = false;

  /** One loop for each path, at full speed or with a pause after each answer. */
  constructor(
    client: Client,
    paths: readonly string[],
    pauseMilliseconds = 0,
    headers: Readonly<Record<string, string>> = {},
  ) {
    this.#client = client;
    this.#headers = headers;
    this.#loops = paths.map((path) => this.#loop(path, pauseMilliseconds));
  }

  async finish(): Promise<readonly Reading[]> {
    this.#stopped = true;
    await Promise.all(this.#loops);
    return this.readings;
  }

  async #loop(path: string, pause: number): Promise<void> {
    while (!this.#stopped) {
      const start = performance.now();
      const result = await this.#client.get(path, this.#headers).then(
        (answer) => ({ status: answer.status, answer: answer.status === 200 ? undefined : answer }),
        (error: NoAnswerError) => ({ status: error.code, answer: undefined }),
      );
      if (result.status === 'CLOSED') return;
      const at = performance.now();
      this.readings.push({ path, ...result, milliseconds: at - start, at });
      if (pause > 0) await sleep(pause);
      else if (typeof result.status === 'string') await sleep(5);
    }
  }
}
