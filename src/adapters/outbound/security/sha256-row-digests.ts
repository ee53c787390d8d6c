import { createHash, type Hash, hash } from 'node:crypto';
import type { RowDigest, RowDigests, TableSum } from '#application/ports/row-digests.ts';

const LINE_FEED = 10;
const BITS = 256;

/**
 * The sum of the SHA-256 of all rows, modulo 2^256. A sum does not ask for an order, so nobody has to sort; unlike with an exclusive or, two rows
 * that are the same do not cancel out. It finds accidents. Against somebody who makes rows on purpose it is weaker than SHA-256; but whoever
 * could use that can write the sum anew as well.
 */
class Sha256RowDigest implements RowDigest {
  #rows = 0;
  #sum = 0n;
  /** Of a row whose end is still to come. */
  #open: Hash | undefined;

  update(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      this.#add(chunk.subarray(start, end + 1));
      start = end + 1;
    }
    if (start < chunk.length) {
      this.#open ??= createHash('sha256');
      this.#open.update(chunk.subarray(start));
    }
  }

  sum(): TableSum {
    if (this.#open !== undefined) throw new Error('The last row has no end.');
    return {
      rows: this.#rows,
      sha256: BigInt.asUintN(BITS, this.#sum)
        .toString(16)
        .padStart(BITS / 4, '0'),
    };
  }

  /** @param bytes the rest of the row that is open, or a whole row. */
  #add(bytes: Buffer): void {
    const digest = this.#open === undefined ? hash('sha256', bytes) : this.#open.update(bytes).digest('hex');
    this.#open = undefined;
    this.#rows += 1;
    this.#sum += BigInt(`0x${digest}`);
  }
}

export class Sha256RowDigests implements RowDigests {
  begin(): RowDigest {
    return new Sha256RowDigest();
  }
}
