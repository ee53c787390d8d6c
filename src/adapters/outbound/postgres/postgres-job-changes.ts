import type { JobId } from '#application/jobs/job.ts';
import type { JobChanges } from '#application/ports/job-changes.ts';
import { ownerOf } from './job-owner.ts';
import { PostgresListener } from './postgres-listener.ts';

/** Hears it by NOTIFY. After a lost connection everything may have changed. */
export class PostgresJobChanges implements JobChanges {
  readonly #listener: PostgresListener;
  readonly #watching = new Map<string, Set<() => void>>();

  /** @param onFailure told when an attempt failed somewhere. */
  constructor(url: string, onFailure: () => void, onError: (error: Error) => void) {
    const listeners = { blotter_jobs: (job: string | null) => this.#tell(job), blotter_failed: onFailure };
    this.#listener = new PostgresListener(url, listeners, onError);
  }

  watch({ userId, id }: JobId, listener: () => void): () => void {
    const key = `${ownerOf(userId)} ${id}`;
    const watching = this.#watching.get(key) ?? new Set();
    this.#watching.set(key, watching.add(listener));
    return () => {
      watching.delete(listener);
      if (watching.size === 0 && this.#watching.get(key) === watching) this.#watching.delete(key);
    };
  }

  close(): Promise<void> {
    return this.#listener.close();
  }

  #tell(job: string | null): void {
    const told = job === null ? [...this.#watching.values()] : [this.#watching.get(job) ?? []];
    for (const listeners of told) for (const listener of listeners) listener();
  }
}
