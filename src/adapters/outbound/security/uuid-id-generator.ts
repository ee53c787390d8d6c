import { v7 } from 'uuid';
import type { IdGenerator } from '#application/ports/id-generator.ts';

/** UUIDv7 with a counter, so that ids made in one millisecond keep their order (Node's own randomUUIDv7 does not). */
export class UuidIdGenerator implements IdGenerator {
  next(): string {
    return v7();
  }
}
