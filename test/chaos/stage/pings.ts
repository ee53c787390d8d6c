import { Client } from './client.ts';

/** Asks /livez all the time, on a connection of its own, as a measure of how long the event loop of a Blotter is busy. */
export class Pings {
  readonly milliseconds: number[] = [];
  readonly #client: Client;
  readonly #loop: Promise<void>;
  #stopped = false;

  constructor(base: string) {
    this.#client = new Client(base);
    this.#loop = this.#run();
  }

  async finish(): Promise<readonly number[]> {
    this.#stopped = true;
    await this.#loop;
    this.#client.close();
    return this.milliseconds;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const answer = await this.#client.get('/livez').catch(() => undefined);
      if (answer === undefined) return;
      this.milliseconds.push(answer.milliseconds);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}
