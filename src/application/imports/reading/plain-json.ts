/** A value of a JSON file that is part of the program, read with the place at which it is wrong. Every method throws an Error. */
export class Plain {
  readonly #value: unknown;
  readonly #place: string;

  constructor(value: unknown, place: string) {
    this.#value = value;
    this.#place = place;
  }

  has(key: string): boolean {
    return isObject(this.#value) && Object.hasOwn(this.#value, key);
  }

  at(key: string): Plain {
    return new Plain(this.#object()[key], `${this.#place}/${key}`);
  }

  /** The same, if it has no other keys. */
  only(keys: readonly string[]): this {
    const unknown = Object.keys(this.#object()).find((key) => !keys.includes(key));
    if (unknown !== undefined) throw this.wrong(`there is no key ${unknown}`);
    return this;
  }

  keys(): readonly string[] {
    return Object.keys(this.#object());
  }

  text(): string {
    if (typeof this.#value !== 'string' || this.#value === '') throw this.wrong('a text is wanted');
    return this.#value;
  }

  isText(): boolean {
    return typeof this.#value === 'string';
  }

  isList(): boolean {
    return Array.isArray(this.#value);
  }

  isNull(): boolean {
    return this.#value === null;
  }

  flag(): boolean {
    if (typeof this.#value !== 'boolean') throw this.wrong('true or false is wanted');
    return this.#value;
  }

  oneOf<Choice extends string>(choices: readonly Choice[]): Choice {
    const choice = choices.find((each) => each === this.#value);
    if (choice === undefined) throw this.wrong(`one of ${choices.join(', ')} is wanted, not ${String(this.#value)}`);
    return choice;
  }

  list<Item>(read: (item: Plain) => Item): Item[] {
    if (!Array.isArray(this.#value)) throw this.wrong('a list is wanted');
    return this.#value.map((item: unknown, index) => read(new Plain(item, `${this.#place}/${index}`)));
  }

  /** @param keys that may be there; any when left out. */
  record<Value>(read: (value: Plain) => Value, keys?: ReadonlySet<string>): Record<string, Value> {
    const entries = this.keys().map((key) => {
      if (keys !== undefined && !keys.has(key)) throw this.wrong(`there is no ${key}`);
      return [key, read(this.at(key))] as const;
    });
    return Object.fromEntries(entries);
  }

  optional<Value, Default>(otherwise: Default, read: (value: Plain) => Value): Value | Default {
    return this.#value === undefined || this.#value === null ? otherwise : read(this);
  }

  wrong(what: string): Error {
    return new Error(`${this.#place}: ${what}`);
  }

  #object(): Record<string, unknown> {
    if (!isObject(this.#value)) throw this.wrong('an object is wanted');
    return this.#value;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
