import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

/** A frame that every reader of zstd passes over (RFC 8878, 3.1.2): its magic number, and how long its content is. */
const FRAME = Buffer.from([0x5b, 0x2a, 0x4d, 0x18, 32, 0, 0, 0]);
const LENGTH = FRAME.length + 32;

/** Passes everything on, and ends it by the SHA-256 of all of it. A stream that fails has no such end. */
export class Seal extends Transform {
  readonly #hash = createHash('sha256');

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(null, Buffer.concat([FRAME, this.#hash.digest()]));
  }
}

/** Passes everything on but the seal, and says at the end whether it holds. */
export class SealCheck extends Transform {
  readonly #hash = createHash('sha256');
  /** The last bytes so far: they may be the seal. */
  #held: Buffer = Buffer.alloc(0);
  #holds = false;

  /** False until the end. */
  get holds(): boolean {
    return this.#holds;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const all = Buffer.concat([this.#held, chunk]);
    const content = all.subarray(0, Math.max(0, all.length - LENGTH));
    this.#held = all.subarray(content.length);
    this.#hash.update(content);
    done(null, content);
  }

  override _flush(done: TransformCallback): void {
    this.#holds = this.#held.equals(Buffer.concat([FRAME, this.#hash.digest()]));
    done();
  }
}
