/** What becomes of a value. */
export type Keeping<Value> = {
  /** The sort of value: figures are counted by it. */
  readonly name: string;
  /** Of the value's shape: what was kept under another number, by another build, is not found. */
  readonly schema: number;
  /** For how many milliseconds it is kept; 0: not at all. */
  readonly milliseconds: number | ((value: Value) => number);
  /** What it was made of. */
  readonly tags: readonly string[];
  /** Do not look for what is kept: compute, and keep that. */
  readonly renew?: boolean | undefined;
};

/** What tells a value from all others. */
export type Named = Pick<Keeping<unknown>, 'name' | 'schema'>;

/** The key among those of all values. */
export const fullKeyOf = (key: string, { name, schema }: Named): string => `${name}:${schema}:${key}`;

/** For how many milliseconds a value is kept. */
export const lifeOf = <Value>(value: Value, { milliseconds }: Keeping<Value>): number =>
  typeof milliseconds === 'number' ? milliseconds : milliseconds(value);

export type CacheFigures = {
  readonly hits: number;
  readonly misses: number;
  /** Times that the cache could not be asked, or not be given what was computed. */
  readonly errors: number;
  /** Computations, and the seconds that they took in all. */
  readonly computations: number;
  readonly computeSeconds: number;
};

/**
 * Keeps what is dear to compute. Values are what the structured clone algorithm takes (dates, bigints, buffers, undefined; no functions). They
 * are for reading: several callers may be given the same one, which is frozen then, as far as plain objects and arrays go.
 */
export interface Cache {
  /**
   * The value that is kept under the key, else what is computed. Those who ask for one key meanwhile share one computation in each process,
   * unless one of its tags was invalidated since it began, or is announced. What fails is kept by nobody: all who wait are told of it, the
   * next one tries anew. A cache that cannot be asked computes; it never fails by itself.
   */
  getOrCompute<Value>(key: string, keeping: Keeping<Value>, compute: () => Promise<Value>): Promise<Value>;

  /**
   * What the tags name is about to change: until they are invalidated with this announcement, or for a minute, nothing that is kept in common
   * is given to anybody. So nobody is given what was so before, even when who changes it dies before it can say that it has. To be waited for
   * before the change; it never fails.
   * @returns the announcement, among those of others for the same tags.
   */
  announce(tags: readonly string[]): Promise<string>;

  /**
   * From when this resolves nobody is given, in any process, what was computed before the call from what one of the tags names.
   * @param announcements of what has changed; they are over.
   * @throws {Refusal} UNAVAILABLE when that cannot be said.
   */
  invalidateTags(tags: readonly string[], announcements?: readonly string[]): Promise<void>;

  /** Forgets one value; nothing happens when there is none. */
  delete(key: string, named: Named): Promise<void>;

  /** What has happened in this process, by the names of the values. */
  stats(): ReadonlyMap<string, CacheFigures>;
}
