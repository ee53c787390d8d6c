import type { Cache } from '../ports/cache.ts';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.ts';
import { toldInAnyCase } from './told-in-any-case.ts';
import { touching } from './touching.ts';

/** Announces what a transaction changes before its commit, and invalidates it after that and before anybody is told of it. */
export class InvalidatingUnitOfWork implements UnitOfWork {
  readonly #unitOfWork: UnitOfWork;
  readonly #cache: Cache;

  constructor(unitOfWork: UnitOfWork, cache: Cache) {
    this.#unitOfWork = unitOfWork;
    this.#cache = cache;
  }

  async run<T>(work: (repositories: Repositories) => Promise<T>): Promise<T> {
    const touched = new Map<string, Promise<string>>();
    const touch = (tag: string): void => {
      if (!touched.has(tag)) touched.set(tag, this.#cache.announce([tag]));
    };
    const announced = (): Promise<string[]> => Promise.all(touched.values());
    return toldInAnyCase(
      () =>
        this.#unitOfWork.run(async (repositories) => {
          const outcome = await work(touching(repositories, touch));
          await announced();
          return outcome;
        }),
      async () => this.#cache.invalidateTags([...touched.keys()], await announced()),
    );
  }
}
