import type { Listener } from './wire.ts';

/** A type and a length, which counts itself; the first message of a connection has no type (PostgreSQL manual, 54.7). */
const TYPE_BYTES = 1;
const LENGTH_BYTES = 4;

/**
 * Counts what a client of PostgreSQL asks: each Query and each Sync is waited for, so it is a round trip; each Query and each Execute is a
 * statement. Not by what the server answers, as an error is known before its round trip is over.
 */
export class PostgresTraffic {
  roundTrips = 0;
  statements = 0;

  /** For one connection more. */
  listen(): Listener {
    let rest: Buffer = Buffer.alloc(0);
    let typeBytes = 0;
    return (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= typeBytes + LENGTH_BYTES) {
        const size = typeBytes + rest.readInt32BE(typeBytes);
        if (rest.length < size) return;
        if (typeBytes > 0) this.#count(rest.toString('latin1', 0, 1));
        typeBytes = TYPE_BYTES;
        rest = rest.subarray(size);
      }
    };
  }

  /** What the work costs. */
  async of(work: () => Promise<unknown>): Promise<{ roundTrips: number; statements: number }> {
    const before = { roundTrips: this.roundTrips, statements: this.statements };
    await work();
    return { roundTrips: this.roundTrips - before.roundTrips, statements: this.statements - before.statements };
  }

  #count(type: string): void {
    if (type === 'Q' || type === 'S') this.roundTrips += 1;
    if (type === 'Q' || type === 'E') this.statements += 1;
  }
}
