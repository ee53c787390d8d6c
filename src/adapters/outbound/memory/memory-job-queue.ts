import { QUEUES, type Queue } from '#application/jobs/job.ts';
import type { JobQueue, Queues, Work } from '#application/ports/job-queue.ts';
import type { Ticket } from '#application/ports/job-runs.ts';

/** A queue of one process: its tickets end with it. */
export class MemoryJobQueue implements JobQueue {
  readonly #waiting: Ticket[] = [];
  /** Given out, and not used up. */
  readonly #given = new Set<string>();
  readonly #running = new Map<Queue, Set<Promise<void>>>(QUEUES.map((queue) => [queue, new Set()]));
  #serving: { readonly queues: Queues; readonly work: Work } | undefined;

  async push(tickets: readonly Ticket[]): Promise<void> {
    this.#waiting.push(...tickets);
    this.#waiting.sort(byTurn);
    this.#giveOut();
  }

  async missing(ticketIds: readonly string[]): Promise<readonly string[]> {
    const present = new Set([...this.#given, ...this.#waiting.map(({ id }) => id)]);
    return ticketIds.filter((id) => !present.has(id));
  }

  async serve(queues: Queues, work: Work): Promise<void> {
    this.#serving = { queues, work };
    this.#giveOut();
  }

  async stop(graceMilliseconds: number): Promise<void> {
    this.#serving = undefined;
    const over = Promise.all([...this.#running.values()].flatMap((runs) => [...runs]));
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, graceMilliseconds);
    await Promise.race([over, late]);
    clearTimeout(timer);
  }

  #giveOut(): void {
    if (this.#serving === undefined) return;
    const { queues, work } = this.#serving;
    for (const [queue, runs] of this.#running)
      while (runs.size < (queues[queue] ?? 0)) {
        const at = this.#waiting.findIndex((ticket) => ticket.queue === queue);
        const [ticket] = at === -1 ? [] : this.#waiting.splice(at, 1);
        if (ticket === undefined) break;
        this.#start(runs, ticket, work);
      }
  }

  #start(runs: Set<Promise<void>>, ticket: Ticket, work: Work): void {
    this.#given.add(ticket.id);
    const run = work(ticket)
      .catch(() => this.push([ticket]))
      .finally(() => {
        this.#given.delete(ticket.id);
        runs.delete(run);
        this.#giveOut();
      });
    runs.add(run);
  }
}

const byTurn = (one: Ticket, other: Ticket): number =>
  other.priority - one.priority || one.dueAt.getTime() - other.dueAt.getTime() || (one.id < other.id ? -1 : 1);
