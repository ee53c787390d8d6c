/** Why a JSON text is refused before it is parsed; `at` is the offset in bytes. */
export type JsonFault = { readonly fault: string; readonly at: number };

export type JsonScan = JsonFault | { readonly fault: null; readonly hasLossyNumber: boolean };

const MAX_DEPTH = 32;
/** Of one object, and of a whole text: no request has so many, and telling them apart costs as much as all the rest. */
const MAX_KEYS = 1_000;
const MAX_KEYS_IN_ALL = 32_000;
/** What every double can keep (IEEE 754 binary64, DBL_DIG). */
const SAFE_DIGITS = 15;
const SHORTEST_LOSSY = '1e309'.length;

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c] as const;
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d] as const;
const [ZERO, NINE, POINT, MINUS, PLUS, SMALL_E, LARGE_E] = [0x30, 0x39, 0x2e, 0x2d, 0x2b, 0x65, 0x45] as const;

/** Where each key of an object begins and ends, one after the other. */
type KeyPlaces = number[];

/**
 * One walk over the bytes for what JSON.parse lets pass: nesting over 32 (code that recurses would overflow), too many keys, a key given twice (the last would silently win), `__proto__`, half of a surrogate pair, and numbers of more digits than a double keeps.
 * Not a validator: what is no JSON at all is left for JSON.parse to refuse.
 */
export function scanJson(bytes: Buffer): JsonScan {
  const levels: (ObjectKeys | null)[] = [];
  /** For each depth the keys of an object that was there before: the next one mostly has the same. */
  const models: KeyPlaces[] = [];
  let hasLossyNumber = false;
  let expectsKey = false;
  let keyCount = 0;
  /** The next one, looked for once: most texts have none and need not be decoded. */
  let backslash = bytes.indexOf(BACKSLASH);
  let i = 0;
  while (i < bytes.length) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) {
      const keys = expectsKey ? levels.at(-1) : null;
      const known = keys?.endOfKnown(i + 1) ?? -1;
      const end = known === -1 ? stringEnd(bytes, i) : known;
      if (known === -1) {
        if (backslash !== -1 && backslash < i) backslash = bytes.indexOf(BACKSLASH, i);
        const escapes = backslash !== -1 && backslash < end;
        if (escapes && hasHalfPair(bytes.toString('latin1', i + 1, end)))
          return { fault: 'holds half of a surrogate pair', at: i };
        const fault = keys?.add(i + 1, end, escapes);
        if (fault) return { fault, at: i };
      }
      if (expectsKey) {
        keyCount += 1;
        if (keyCount > MAX_KEYS_IN_ALL) return { fault: `has more than ${MAX_KEYS_IN_ALL} keys`, at: i };
        expectsKey = false;
      }
      i = end + 1;
      continue;
    }
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (levels.length === MAX_DEPTH) return { fault: `is nested deeper than ${MAX_DEPTH} levels`, at: i };
      levels.push(byte === OPEN_OBJECT ? new ObjectKeys(bytes, models[levels.length] ?? NO_KEYS) : null);
      expectsKey = byte === OPEN_OBJECT;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      const keys = levels.pop();
      if (keys) models[levels.length] = keys.places;
      expectsKey = false;
    } else if (byte === COMMA) {
      expectsKey = levels.at(-1) instanceof ObjectKeys;
    } else if (byte === COLON) {
      expectsKey = false;
    } else if (byte === MINUS || isDigit(byte)) {
      const end = numberEnd(bytes, i);
      hasLossyNumber ||= end - i >= SHORTEST_LOSSY && isLossy(bytes.toString('latin1', i, end));
      i = end;
      continue;
    }
    i += 1;
  }
  return { fault: null, hasLossyNumber };
}

const NO_KEYS: KeyPlaces = [];

/** The keys of one object, which are compared with those of a model as bytes, as long as they are the same, and told apart as texts after that. */
class ObjectKeys {
  readonly #bytes: Buffer;
  /** Those of the model as long as each key is as there. */
  places: KeyPlaces;
  /** So many numbers of the places are of this object. */
  #count = 0;
  #seen: Set<string> | null = null;

  constructor(bytes: Buffer, model: KeyPlaces) {
    this.#bytes = bytes;
    this.places = model;
  }

  /** Where the key that begins here ends, when it is the next one of the model; else -1. */
  endOfKnown(start: number): number {
    if (this.#seen !== null || this.#count === this.places.length) return -1;
    const bytes = this.#bytes;
    const last = this.places[this.#count + 1] as number;
    let at = start;
    // The quote at its end is compared too.
    for (let model = this.places[this.#count] as number; model <= last; model += 1, at += 1)
      if (bytes[at] !== bytes[model]) return -1;
    this.#count += 2;
    return at - 1;
  }

  /** @returns what is wrong with this key of the object. */
  add(start: number, end: number, escapes: boolean): string | null {
    if (this.#seen === null) {
      this.places = this.places.slice(0, this.#count);
      this.#seen = new Set();
      for (let place = 0; place < this.#count; place += 2)
        this.#seen.add(this.#text(this.places[place] as number, this.places[place + 1] as number));
    }
    this.places.push(start, end);
    const text = this.#bytes.toString('utf8', start, end);
    return keyFault(escapes ? unescaped(text) : text, this.#seen);
  }

  #text(start: number, end: number): string {
    return unescaped(this.#bytes.toString('utf8', start, end));
  }
}

/**
 * Whether a JSON number says more digits than a double can keep, or is beyond the largest or the smallest one (1e309, 1e-400).
 * One walk: a pattern for zeros at the end takes quadratic time.
 */
export function isLossy(source: string): boolean {
  let digits = 0;
  let zeros = 0;
  for (const character of source) {
    if (character === 'e' || character === 'E') break;
    if (character === '-' || character === '.') continue;
    if (character === '0') {
      if (digits > 0) zeros += 1;
    } else {
      digits += zeros + 1;
      zeros = 0;
    }
  }
  if (digits === 0 || digits > SAFE_DIGITS) return digits > 0;
  const value = Number(source);
  return value === 0 || !Number.isFinite(value);
}

function stringEnd(bytes: Buffer, start: number): number {
  let i = start + 1;
  for (;;) {
    const quote = bytes.indexOf(QUOTE, i);
    if (quote === -1) return bytes.length;
    let backslashes = 0;
    while (bytes[quote - 1 - backslashes] === BACKSLASH && quote - 1 - backslashes > start) backslashes += 1;
    if (backslashes % 2 === 0) return quote;
    i = quote + 1;
  }
}

function numberEnd(bytes: Buffer, start: number): number {
  let i = start + 1;
  while (i < bytes.length && isNumberByte(bytes[i] as number)) i += 1;
  return i;
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;
const isNumberByte = (byte: number): boolean =>
  isDigit(byte) || byte === POINT || byte === SMALL_E || byte === LARGE_E || byte === MINUS || byte === PLUS;

function keyFault(key: string, seen: Set<string>): string | null {
  if (key === '__proto__') return 'has the key "__proto__"';
  if (seen.size === MAX_KEYS) return `has an object of more than ${MAX_KEYS} keys`;
  if (seen.has(key)) return `has the key ${JSON.stringify(key).slice(0, 100)} twice`;
  seen.add(key);
  return null;
}

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`);
  } catch {
    return text;
  }
}

/** In a JSON text a character outside the BMP may be written only as a whole pair of escapes (RFC 8259 §8.2). */
const hasHalfPair = (text: string): boolean => text.includes('\\u') && !unescaped(text).isWellFormed();
