export interface IdGenerator {
  /** A new UUIDv7 (RFC 9562 §5.7), greater than every one that this generator gave before. */
  next(): string;
}
