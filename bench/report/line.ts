import { median } from '../load/figures.ts';

/** One line of the table. Figures are medians of the rounds; a ratio is the median of the ratios within each round. */
export type Line = {
  readonly row: string;
  readonly blotter: string;
  readonly other: string;
  /** The figure that the goal speaks of: in each round, their median, and how it is written. */
  readonly figures: readonly number[];
  readonly median: number;
  readonly digits: number;
  readonly goal?: { readonly sign: '≥' | '≤'; readonly value: number };
  readonly reached?: boolean;
};

export type Goal = NonNullable<Line['goal']>;
export const atLeast = (value: number): Goal => ({ sign: '≥', value });
export const atMost = (value: number): Goal => ({ sign: '≤', value });

/** Of each round the ratio of two figures. */
export function ratioLine<Measured>(
  row: string,
  pairs: readonly (readonly [Measured, Measured])[],
  figure: (measured: Measured) => number,
  unit: string,
  digits: number,
  goal?: Goal,
): Line {
  const written = (scores: readonly Measured[]): string => `${fixed(median(scores.map(figure)), digits)} ${unit}`;
  return {
    row,
    blotter: written(pairs.map(([ours]) => ours)),
    other: written(pairs.map(([, theirs]) => theirs)),
    ...judged(
      pairs.map(([ours, theirs]) => figure(ours) / figure(theirs)),
      2,
      goal,
    ),
  };
}

export function single(row: string, unit: string, figures: readonly number[], goal?: Goal, digits = 0): Line {
  return { row, blotter: `${fixed(median(figures), digits)} ${unit}`, other: '', ...judged(figures, digits, goal) };
}

function judged(figures: readonly number[], digits: number, goal?: Goal) {
  const middle = median(figures);
  if (goal === undefined) return { figures, median: middle, digits };
  // A figure is judged as it is shown.
  const shown = Number(middle.toFixed(digits));
  return {
    figures,
    median: middle,
    digits,
    goal,
    reached: goal.sign === '≥' ? shown >= goal.value : shown <= goal.value,
  };
}

export const fixed = (figure: number, digits: number): string => figure.toFixed(digits);

export const thousands = (rows: number): string => (rows >= 1_000_000 ? `${rows / 1_000_000} M` : `${rows / 1_000} k`);
