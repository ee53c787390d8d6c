import { folded } from './header.ts';
import type { TypeMeaning } from './mapping.ts';

/** What the values of the type column mean; case and white space do not part two. */
export class TypeMeanings {
  readonly #meanings = new Map<string, TypeMeaning>();

  constructor(types: Readonly<Record<string, TypeMeaning>>) {
    for (const [value, meaning] of Object.entries(types)) this.#meanings.set(folded(value), meaning);
  }

  /** Null when nothing is said of it. */
  of(value: string): TypeMeaning | null {
    if (this.#meanings.size === 0) return null;
    return this.#meanings.get(folded(value)) ?? null;
  }
}
