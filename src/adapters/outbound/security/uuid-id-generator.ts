import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import type { IdGenerator } from '#application/ports/id-generator.ts';

const ID_BYTES = 16;
/** Ids for which random bytes are fetched at once: a call of the system for each is most of what an id costs. */
const FETCHED = 256;
/** UUIDv7 with a counter, so that ids made in one millisecond keep their order (RFC 9562 §6.2; Node's own randomUUIDv7 does not). */
export class UuidIdGenerator implements IdGenerator {
  readonly #bytes = new Uint8Array(ID_BYTES * FETCHED);
  #used = this.#bytes.length;
  #msecs = 0;
  #seq = 0;

  next(): string {
    const random = this.#random();
    const now = Date.now();
    if (now > this.#msecs) {
      this.#msecs = now;
      // 24 random bits of 32: there is room to count.
      this.#seq = ((random[0] ?? 0) << 16) | ((random[1] ?? 0) << 8) | (random[2] ?? 0);
    } else this.#seq += 1;
    return v7({ random, msecs: this.#msecs, seq: this.#seq });
  }

  #random(): Uint8Array {
    if (this.#used === this.#bytes.length) {
      randomFillSync(this.#bytes);
      this.#used = 0;
    }
    this.#used += ID_BYTES;
    return this.#bytes.subarray(this.#used - ID_BYTES, this.#used);
  }
}
