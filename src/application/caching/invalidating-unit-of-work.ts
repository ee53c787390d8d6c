import type { Cache } from '../ports/cache.ts';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.ts';
import { toldInAnyCase } from './told-in-any-case.ts';
import { touching } from './touching.ts';

/** Invalidates what a transaction has changed, after its commit and before anybody is told of it. */
export class InvalidatingUnitOfWork implements UnitOfWork {
  readonly #unitOfWork: UnitOfWork;
  readonly #cache: Cache;

  constructor(unitOfWork: UnitOfWork, cache: Cache) {
    this.#unitOfWork = unitOfWork;
    this.#cache = cache;
  }

  async run<T>(work: (repositories: Repositories) => Promise<T>): Promise<T> {
    const touched = new Set<string>();
    const touch = (tag: string): void => {
      if (touched.has(tag)) return;
      touched.add(tag);
      this.#cache.announce([tag]);
    };
    return toldInAnyCase(
      () => this.#unitOfWork.run((repositories) => work(touching(repositories, touch))),
      () => this.#cache.invalidateTags([...touched]),
    );
  }
}
