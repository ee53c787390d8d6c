import { createClient } from 'redis';
import { freePort } from '#test/support/free-port.ts';
import { answersPing, type RedisServer, startRedisServer } from '#test/support/services/redis-server.ts';
import type { Stage } from './stage.ts';
import { tempFolder } from './temp-folder.ts';
import { until } from './wait.ts';

const GARBAGE = 'g'.repeat(10_000);

/** A Redis that breaks. It keeps nothing on the disk but what `save` writes. */
export class Redis {
  readonly port: number;
  readonly #directory: string;
  #server: RedisServer | undefined;

  private constructor(port: number, directory: string) {
    this.port = port;
    this.#directory = directory;
  }

  static async start(stage: Stage): Promise<Redis> {
    const redis = new Redis(await freePort(), await tempFolder(stage));
    stage.atEnd(() => redis.kill());
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Once more at the same port: empty, or with what was saved. */
  async start(): Promise<void> {
    this.#server = await startRedisServer({ port: this.port, directory: this.#directory });
  }

  async kill(): Promise<void> {
    await this.#server?.stop();
  }

  /** Stops it from running without ending it, and lets it go on. */
  async freeze(frozen: boolean): Promise<void> {
    this.#server?.process.kill(frozen ? 'SIGSTOP' : 'SIGCONT');
    if (!frozen) await until('Redis goes on', () => answersPing(this.port));
  }

  /** Writes what it keeps now into the file that its next start reads. */
  async save(): Promise<void> {
    await this.ask('SAVE');
  }

  /** Takes nothing any more: it is the replica of a master that is nowhere. */
  async makeReadOnly(isReadOnly: boolean): Promise<void> {
    const [host, port] = isReadOnly ? ['127.0.0.1', String(await freePort())] : ['NO', 'ONE'];
    await this.ask('REPLICAOF', host!, port!);
  }

  /** @param policy what becomes of the rest when there is no room for more. */
  async limit(megabytes: number, policy = 'noeviction'): Promise<void> {
    await this.ask('CONFIG', 'SET', 'maxmemory', `${megabytes}mb`, 'maxmemory-policy', policy);
  }

  /** Puts in so many values of no use. @returns how many it took. */
  async fill(count: number): Promise<number> {
    const name = `garbage ${performance.now()}`;
    const client = await createClient({ url: this.url })
      .on('error', () => {})
      .connect();
    try {
      const sets = Array.from({ length: count }, (_, index) => client.set(`${name} ${index}`, GARBAGE));
      return (await Promise.allSettled(sets)).filter(({ status }) => status === 'fulfilled').length;
    } finally {
      client.destroy();
    }
  }

  async ask(...words: readonly string[]): Promise<unknown> {
    const client = await createClient({ url: this.url })
      .on('error', () => {})
      .connect();
    try {
      return await client.sendCommand(words);
    } finally {
      client.destroy();
    }
  }
}
