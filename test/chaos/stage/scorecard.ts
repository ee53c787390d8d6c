export type Claim = {
  readonly what: string;
  readonly measured: string;
  /** Empty for what is only told. */
  readonly bound: string;
  readonly holds: boolean;
  /** How often it was asked; what is shown is the worst of them. */
  readonly times: number;
};

/** What a scenario measured, and whether it is what was promised. It goes on after a claim that fails: one run tells everything. */
export class Scorecard {
  /** In the order in which they were first asked. */
  readonly #claims = new Map<string, Claim & { badness: number }>();

  get claims(): Claim[] {
    return [...this.#claims.values()];
  }

  atMost(what: string, value: number, most: number, unit = ''): void {
    this.#add(what, figure(value, unit), `≤ ${figure(most, unit)}`, value <= most, value);
  }

  atLeast(what: string, value: number, least: number, unit = ''): void {
    this.#add(what, figure(value, unit), `≥ ${figure(least, unit)}`, value >= least, -value);
  }

  exactly(what: string, value: number | string, expected: number | string): void {
    this.#add(what, String(value), `= ${expected}`, value === expected);
  }

  /** None of a list of complaints; the first ones are shown. */
  none(what: string, complaints: readonly unknown[]): void {
    const shown = complaints.slice(0, 3).map((complaint) => oneLine(complaint).slice(0, 400));
    this.#add(what, [complaints.length, ...shown].join(' · '), '= 0', complaints.length === 0, complaints.length);
  }

  note(what: string, value: number | string, unit = ''): void {
    this.#add(what, typeof value === 'number' ? figure(value, unit) : value, '', true);
  }

  get failures(): string[] {
    return this.claims
      .filter(({ holds }) => !holds)
      .map(({ what, measured, bound }) => `${what}: ${measured}, must be ${bound}`);
  }

  /** @param badness tells the worse of two that both hold, or both do not. */
  #add(what: string, measured: string, bound: string, holds: boolean, badness = 0): void {
    const before = this.#claims.get(what);
    const times = (before?.times ?? 0) + 1;
    const worse = before === undefined || (before.holds === holds ? badness > before.badness : before.holds);
    this.#claims.set(what, worse ? { what, measured, bound, holds, badness, times } : { ...before, times });
  }
}

const figure = (value: number, unit: string): string => `${Number(value.toFixed(1))}${unit && ` ${unit}`}`;

function oneLine(value: unknown): string {
  if (value instanceof Error) return value.message;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
