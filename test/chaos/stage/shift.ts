import type { Blotter } from './blotter.ts';
import { lasting, until } from './wait.ts';
import type { Workshop } from './workshop.ts';

/** Two workers, one of which can be lost at any time. */
export class Shift {
  /** How many milliseconds it took each time until another worker had the job. */
  readonly resumptions: number[] = [];
  readonly #shop: Workshop;
  readonly #workers: Blotter[];

  private constructor(shop: Workshop, workers: Blotter[]) {
    this.#shop = shop;
    this.#workers = workers;
  }

  static async begin(shop: Workshop): Promise<Shift> {
    return new Shift(shop, await Promise.all([shop.readyWorker(), shop.readyWorker()]));
  }

  /**
   * Kills the worker that has this job, so many milliseconds after it has begun, and sends another one in its place.
   * @returns false when the job was over before.
   */
  async lose(jobId: string, milliseconds: number): Promise<boolean> {
    const stand = () => this.#shop.runOf(jobId);
    await until('a worker has the job', async () => (await stand()).state !== 'waiting');
    await lasting(milliseconds);
    const { pid, run } = await stand();
    const place = this.#workers.findIndex((worker) => worker.pid === pid);
    if (place === -1) return false;
    await this.#workers[place]?.kill();
    const isTaken = async (): Promise<boolean> => (await stand()).run > run;
    const [took, successor] = await Promise.all([
      until('another worker has the job', isTaken, { patience: 30_000 }),
      this.#shop.readyWorker(),
    ]);
    this.#workers[place] = successor;
    this.resumptions.push(took);
    return true;
  }
}
