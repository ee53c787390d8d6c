import { deserialize, serialize } from 'node:v8';

const BYTES = 0;
const CLONE = 1;

/**
 * The value as bytes: those of a Buffer as they are, of anything else what the structured clone algorithm makes of it.
 * @throws {Error} for what cannot be cloned, such as a function.
 */
export const encoded = (value: unknown): Buffer =>
  Buffer.isBuffer(value)
    ? Buffer.concat([Buffer.of(BYTES), value])
    : Buffer.concat([Buffer.of(CLONE), serialize(value)]);

/** The value, as one that nobody else has. @throws {Error} for bytes that are no value. */
export function decoded(bytes: Buffer): unknown {
  const value = bytes.subarray(1);
  if (bytes[0] === BYTES) return Buffer.from(value);
  return deserialize(value);
}
