import type { Client } from './client.ts';
import { newcomer } from './people.ts';
import type { Stage } from './stage.ts';
import { until } from './wait.ts';
import { type Attempt, Writer } from './writer.ts';

/** Many writers at once. Four of them share a user. */
export class Crew {
  readonly writers: readonly Writer[];
  readonly clients: readonly Client[];

  private constructor(writers: readonly Writer[], clients: readonly Client[]) {
    this.writers = writers;
    this.clients = clients;
  }

  static async hire(stage: Stage, base: string, count: number): Promise<Crew> {
    const clients: Client[] = [];
    for (let user = 0; user < Math.ceil(count / 4); user += 1) clients.push(await newcomer(stage, base));
    const writers = Array.from(
      { length: count },
      (_, index) => new Writer(clients[index % clients.length]!, stage.random.fork(), `writer-${index}`),
    );
    return new Crew(writers, clients);
  }

  start(): void {
    for (const writer of this.writers) writer.start();
  }

  async finish(): Promise<void> {
    await Promise.all(this.writers.map((writer) => writer.finish()));
  }

  get attempts(): Attempt[] {
    return this.writers.flatMap((writer) => writer.attempts);
  }

  get acknowledged(): number {
    return this.writers.reduce((sum, writer) => sum + writer.acknowledged, 0);
  }

  /** Waits until so many more calls are acknowledged. */
  async progress(more: number): Promise<void> {
    const before = this.acknowledged;
    await until(`${more} more writes are acknowledged`, () => this.acknowledged >= before + more, { patience: 30_000 });
  }
}
