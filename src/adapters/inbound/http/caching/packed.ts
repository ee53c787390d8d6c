import type { Representation } from './representation.ts';

const LENGTH_BYTES = 2;

/** Bytes that are quick to open: the length of the head, the head as JSON, the body. */
export function packed({ bytes, ...head }: Representation): Buffer {
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(json.length);
  return Buffer.concat([length, json, Buffer.from(bytes, 'latin1')]);
}

export function unpacked(buffer: Buffer): Representation {
  const end = LENGTH_BYTES + buffer.readUInt16BE();
  const head = JSON.parse(buffer.toString('latin1', LENGTH_BYTES, end));
  return { ...head, bytes: buffer.toString('latin1', end) };
}
