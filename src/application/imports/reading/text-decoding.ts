import type { Encoding } from './encoding.ts';
import { UnreadableFile } from './file-problem.ts';
import { scanUtf8, unfinishedTail } from './utf-8-scan.ts';

const NO_BYTES = new Uint8Array(0);

/**
 * From blocks of bytes to text, block by block. With `null` for the encoding it is UTF-8 as long as the bytes are, and
 * Windows-1252 from the first byte that is not, provided that everything before was ASCII, which reads the same in both:
 * so the whole file is read in one encoding, in one pass. A file that had proper UTF-8 before it is refused.
 */
export class TextDecoding {
  #encoding: Encoding;
  readonly #guessed: boolean;
  #decoder: TextDecoder;
  #tail: Uint8Array = NO_BYTES;
  #multi = false;
  #line = 1;
  #started = false;

  constructor(encoding: Encoding | null) {
    this.#encoding = encoding ?? 'utf-8';
    this.#guessed = encoding === null;
    this.#decoder = decoderOf(this.#encoding);
  }

  /** What has been found so far; final when the file is at its end. */
  get encoding(): Encoding {
    return this.#encoding;
  }

  /** Throws UnreadableFile: MIXED_ENCODING, WRONG_ENCODING or NUL_CHARACTER, with the line. */
  push(block: Uint8Array): string {
    return this.#kept(this.#encoding === 'utf-8' ? this.#utf8(block, false) : this.#decode(block, true));
  }

  end(): string {
    return this.#kept(this.#encoding === 'utf-8' ? this.#utf8(NO_BYTES, true) : this.#decode(NO_BYTES, false));
  }

  #utf8(block: Uint8Array, last: boolean): string {
    const bytes = this.#tail.length === 0 ? block : joined(this.#tail, block);
    const cut = last ? bytes.length : bytes.length - unfinishedTail(bytes);
    const whole = bytes.subarray(0, cut);
    try {
      const text = this.#decoder.decode(whole);
      this.#tail = bytes.slice(cut);
      if (text.length !== whole.length) this.#multi = true;
      return text;
    } catch {
      return this.#notUtf8(bytes, last);
    }
  }

  #notUtf8(bytes: Uint8Array, last: boolean): string {
    const { bad, multi } = scanUtf8(bytes);
    const line = this.#line + newlinesIn(this.#decoder.decode(bytes.subarray(0, bad)));
    if (!this.#guessed) throw wrongEncoding(this.#encoding, line);
    if (this.#multi || multi) {
      throw new UnreadableFile(
        'MIXED_ENCODING',
        `The file is UTF-8 at first, and no longer so in line ${line}: its encoding changes half-way. Export it again, or say its encoding.`,
        line,
      );
    }
    this.#encoding = 'windows-1252';
    this.#decoder = decoderOf('windows-1252');
    this.#tail = NO_BYTES;
    return this.#decode(bytes, !last);
  }

  #decode(bytes: Uint8Array, stream: boolean): string {
    try {
      return this.#decoder.decode(bytes, { stream });
    } catch {
      throw wrongEncoding(this.#encoding, this.#line);
    }
  }

  /** Without the mark at the beginning, which belongs to no cell. */
  #kept(decoded: string): string {
    let text = decoded;
    if (!this.#started && text !== '') {
      this.#started = true;
      if (text.startsWith('\uFEFF')) text = text.slice(1);
    }
    const nul = text.indexOf('\0');
    if (nul !== -1) {
      const line = this.#line + newlinesIn(text.slice(0, nul));
      throw new UnreadableFile(
        'NUL_CHARACTER',
        `There is a NUL character in line ${line}: this is no text file.`,
        line,
      );
    }
    this.#line += newlinesIn(text);
    return text;
  }
}

const decoderOf = (encoding: Encoding): TextDecoder => new TextDecoder(encoding, { fatal: true, ignoreBOM: true });

const wrongEncoding = (encoding: Encoding, line: number): UnreadableFile =>
  new UnreadableFile('WRONG_ENCODING', `What stands in line ${line} is not ${encoding}: say another encoding.`, line);

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Lines end with LF, or with CR alone in very old files; this counts for messages, where the difference is none. */
function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
