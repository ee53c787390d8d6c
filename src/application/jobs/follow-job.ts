import type { Actor } from '../identity/actor.ts';
import type { JobChanges } from '../ports/job-changes.ts';
import type { JobSight } from '../ports/job-queries.ts';
import { Refusal } from '../refusal.ts';
import type { FindJob } from './find-job.ts';
import { isOver } from './job.ts';

/** Shows somebody a job again whenever it has changed, until it is over. */
export class FollowJob {
  readonly #findJob: FindJob;
  readonly #changes: JobChanges;

  constructor(findJob: FindJob, changes: JobChanges) {
    this.#findJob = findJob;
    this.#changes = changes;
  }

  /**
   * The job as it is, and then each time as it has become. Changes that come fast are seen as one. It ends with the job, also when that is removed.
   * @param stop ends it sooner.
   * @throws {Refusal} NOT_FOUND, also for another user's.
   */
  async *execute(
    actor: Actor,
    id: string,
    userId: string | undefined,
    stop: AbortSignal,
  ): AsyncGenerator<JobSight, void, undefined> {
    let wake = (): void => {};
    let hasChanged = false;
    const woken = (): void => {
      hasChanged = true;
      wake();
    };
    const unwatch = this.#changes.watch({ userId: userId ?? actor.userId, id }, woken);
    stop.addEventListener('abort', woken);
    try {
      let seen = await this.#findJob.execute(actor, id, userId);
      yield seen;
      while (!stop.aborted && !isOver(seen.row.state)) {
        if (!hasChanged)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        hasChanged = false;
        if (stop.aborted) return;
        const sight = await this.#again(actor, id, userId, seen);
        if (sight === null) return;
        if (sight.version > seen.version) yield sight;
        seen = sight;
      }
    } finally {
      stop.removeEventListener('abort', woken);
      unwatch();
    }
  }

  /** Null: it is no more. While the store does not answer nothing is known to have changed. */
  async #again(actor: Actor, id: string, userId: string | undefined, seen: JobSight): Promise<JobSight | null> {
    try {
      return await this.#findJob.execute(actor, id, userId);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.code === 'UNAVAILABLE' ? seen : null;
    }
  }
}
