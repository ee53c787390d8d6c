import type { IdGenerator } from '#application/ports/id-generator.ts';

/** UUIDv7s of one millisecond that count from 1, so a test knows which comes next. */
export class CountedIds implements IdGenerator {
  #given = 0;

  next(): string {
    this.#given += 1;
    return countedId(this.#given);
  }
}

export const countedId = (count: number): string => `0190163d-8694-7000-8000-${String(count).padStart(12, '0')}`;
