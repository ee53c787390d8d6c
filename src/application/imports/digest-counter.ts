const FIRST_CAPACITY = 1_024;
const DIGITS = 8;

/**
 * How often digests have come. The beginning of each is kept, in typed arrays: 24 MB for a million of eight bytes, where a Map of texts takes four times
 * that, and the heap of a thread is small.
 */
export class DigestCounter {
  readonly #words: number;
  /** The beginnings, one after the other, at the places of the counts. */
  #beginnings: Uint32Array;
  /** 0 marks a free place. */
  #counts = new Uint32Array(FIRST_CAPACITY);
  #used = 0;

  /** @param words of 32 bits that are kept of a digest. */
  constructor(words: number) {
    this.#words = words;
    this.#beginnings = new Uint32Array(FIRST_CAPACITY * words);
  }

  get size(): number {
    return this.#used;
  }

  /** 1 for the first of its kind, then 2, 3 … @param hex at least 8 hexadecimal digits for each word. */
  next(hex: string): number {
    if (this.#used * 3 > this.#counts.length * 2) this.#grow();
    const beginning = this.#beginningOf(hex);
    const place = this.#placeOf(beginning);
    const count = (this.#counts[place] ?? 0) + 1;
    if (count === 1) this.#used += 1;
    this.#put(place, beginning, count);
    return count;
  }

  /** How often it has come. */
  of(hex: string): number {
    return this.#counts[this.#placeOf(this.#beginningOf(hex))] ?? 0;
  }

  #beginningOf(hex: string): number[] {
    const words: number[] = [];
    for (let at = 0; at < this.#words * DIGITS; at += DIGITS)
      words.push(Number.parseInt(hex.slice(at, at + DIGITS), 16));
    return words;
  }

  #placeOf(beginning: ArrayLike<number>): number {
    const mask = this.#counts.length - 1;
    let place = (beginning[0] ?? 0) & mask;
    while (this.#counts[place] !== 0 && !this.#holds(place, beginning)) place = (place + 1) & mask;
    return place;
  }

  #holds(place: number, beginning: ArrayLike<number>): boolean {
    for (let word = 0; word < this.#words; word += 1)
      if (this.#beginnings[place * this.#words + word] !== beginning[word]) return false;
    return true;
  }

  #put(place: number, beginning: ArrayLike<number>, count: number): void {
    this.#beginnings.set(beginning, place * this.#words);
    this.#counts[place] = count;
  }

  #grow(): void {
    const [beginnings, counts, words] = [this.#beginnings, this.#counts, this.#words];
    this.#beginnings = new Uint32Array(beginnings.length * 2);
    this.#counts = new Uint32Array(counts.length * 2);
    for (const [index, count] of counts.entries()) {
      if (count === 0) continue;
      const beginning = beginnings.subarray(index * words, (index + 1) * words);
      this.#put(this.#placeOf(beginning), beginning, count);
    }
  }
}
