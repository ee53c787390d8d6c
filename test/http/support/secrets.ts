import { AssertionError } from 'chai';

/** What no line of the log may ever say. */
export class Secrets {
  readonly #known = new Set<string>();

  /** Keeps it in mind, and hands it on. */
  add(secret: string): string {
    this.#known.add(secret);
    return secret;
  }

  assertNoneIn(lines: readonly string[]): void {
    for (const line of lines)
      for (const secret of this.#known)
        if (line.includes(secret) || line.includes(JSON.stringify(secret).slice(1, -1)))
          throw new AssertionError(`the log tells the secret ${secret}:\n${line}`);
  }
}
