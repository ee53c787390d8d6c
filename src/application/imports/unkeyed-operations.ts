import type { Operation } from '#domain/ledger/operation.ts';
import { plainOperation } from '#domain/ledger/plain-operation.ts';
import type { Digest } from '../ports/digest.ts';
import type { ImportLedger } from '../ports/import-ledger.ts';
import { DigestCounter } from './digest-counter.ts';

/** Of a digest: two contents that share 16 bytes are not met with. */
const WORDS = 4;

/** Operations of the ledger that have no key, counted by what they say: a row that says the same as one of them is that one, once each. */
export class UnkeyedOperations {
  readonly #ledger: ImportLedger;
  readonly #digest: Digest;
  readonly #userId: string;
  readonly #taken = new DigestCounter(WORDS);
  #counts: Promise<DigestCounter> | undefined;

  constructor(ledger: ImportLedger, digest: Digest, userId: string) {
    this.#ledger = ledger;
    this.#digest = digest;
    this.#userId = userId;
  }

  /** Whether there is one that no row has taken yet; it is taken now. */
  async take(operation: Operation): Promise<boolean> {
    // Only a file that has rows without ids asks.
    this.#counts ??= this.#count();
    const counts = await this.#counts;
    if (counts.size === 0) return false;
    const content = this.#contentOf(operation);
    const there = counts.of(content);
    return there > 0 && this.#taken.next(content) <= there;
  }

  async #count(): Promise<DigestCounter> {
    const counts = new DigestCounter(WORDS);
    for await (const operations of this.#ledger.unkeyed(this.#userId))
      for (const operation of operations) counts.next(this.#contentOf(operation));
    return counts;
  }

  #contentOf({ fields }: Operation): string {
    return this.#digest.sha256(JSON.stringify(plainOperation(fields)));
  }
}
