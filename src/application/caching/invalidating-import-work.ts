import type { ImportStep, ImportWork } from '../imports/import-work.ts';
import type { JsonValue } from '../jobs/job.ts';
import type { Cache } from '../ports/cache.ts';
import { tags } from './tags.ts';
import { toldInAnyCase } from './told-in-any-case.ts';

/** Invalidates the lists of operations and accounts that a file has changed. */
export class InvalidatingImportWork implements ImportWork {
  readonly #work: ImportWork;
  readonly #cache: Cache;

  constructor(work: ImportWork, cache: Cache) {
    this.#work = work;
    this.#cache = cache;
  }

  async execute(step: ImportStep): Promise<JsonValue> {
    const userId = step.run.userId ?? '';
    // An operation that was booked, changed and taken back may have been read by its id.
    const touched = [tags.operations(userId), tags.accounts(userId), tags.ledger(userId)];
    const announcement = await this.#cache.announce(touched);
    return toldInAnyCase(
      () => this.#work.execute(step),
      () => this.#cache.invalidateTags(touched, [announcement]),
    );
  }
}
