import type { Operation } from '#domain/ledger/operation.ts';
import { plainOperation } from '#domain/ledger/plain-operation.ts';
import type { ImportLedger } from '../ports/import-ledger.ts';

/** Operations of the ledger that have no key, counted by what they say: a row that says the same as one of them is that one, once each. */
export class UnkeyedOperations {
  readonly #ledger: ImportLedger;
  readonly #userId: string;
  #counts: Promise<Map<string, number>> | undefined;

  constructor(ledger: ImportLedger, userId: string) {
    this.#ledger = ledger;
    this.#userId = userId;
  }

  /** Whether there is one that no row has taken yet; it is taken now. */
  async take(operation: Operation): Promise<boolean> {
    // Only a file that has rows without ids asks.
    this.#counts ??= this.#count();
    const counts = await this.#counts;
    const content = contentOf(operation);
    const left = counts.get(content) ?? 0;
    if (left > 0) counts.set(content, left - 1);
    return left > 0;
  }

  async #count(): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for await (const operations of this.#ledger.unkeyed(this.#userId))
      for (const operation of operations) {
        const content = contentOf(operation);
        counts.set(content, (counts.get(content) ?? 0) + 1);
      }
    return counts;
  }
}

const contentOf = ({ fields }: Operation): string => JSON.stringify(plainOperation(fields));
