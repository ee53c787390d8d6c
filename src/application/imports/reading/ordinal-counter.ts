const FIRST_CAPACITY = 1_024;

/**
 * How often a digest has come before. Eight bytes of each are kept, in typed arrays: 24 MB for a million rows, where a Map of texts takes
 * four times that. They suffice, as the whole digest stands in the id beside the ordinal: two different rows that share eight bytes (once in
 * some ten million files of a million rows) would only skip a number, and still have different ids.
 */
export class OrdinalCounter {
  #low = new Uint32Array(FIRST_CAPACITY);
  #high = new Uint32Array(FIRST_CAPACITY);
  /** 0 marks a free place. */
  #counts = new Uint32Array(FIRST_CAPACITY);
  #used = 0;

  /** 1 for the first of its kind, then 2, 3 … @param hex at least 16 hexadecimal digits. */
  next(hex: string): number {
    if (this.#used * 3 > this.#counts.length * 2) this.#grow();
    const low = Number.parseInt(hex.slice(0, 8), 16);
    const high = Number.parseInt(hex.slice(8, 16), 16);
    const place = this.#placeOf(low, high);
    const count = (this.#counts[place] ?? 0) + 1;
    if (count === 1) this.#used += 1;
    this.#put(place, low, high, count);
    return count;
  }

  #placeOf(low: number, high: number): number {
    const mask = this.#counts.length - 1;
    let place = low & mask;
    while (this.#counts[place] !== 0 && (this.#low[place] !== low || this.#high[place] !== high))
      place = (place + 1) & mask;
    return place;
  }

  #put(place: number, low: number, high: number, count: number): void {
    this.#low[place] = low;
    this.#high[place] = high;
    this.#counts[place] = count;
  }

  #grow(): void {
    const [lows, highs, counts] = [this.#low, this.#high, this.#counts];
    this.#low = new Uint32Array(counts.length * 2);
    this.#high = new Uint32Array(counts.length * 2);
    this.#counts = new Uint32Array(counts.length * 2);
    for (const [index, count] of counts.entries()) {
      if (count === 0) continue;
      const [low, high] = [lows[index] ?? 0, highs[index] ?? 0];
      this.#put(this.#placeOf(low, high), low, high, count);
    }
  }
}
