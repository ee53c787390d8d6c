import type { Mapping } from './mapping.ts';
import type { NumberStyle } from './number-shape.ts';

/** How numbers of a column are written: what is said of the column, else of the file. */
export const numberStyleOf =
  ({ decimal, decimals }: Pick<Mapping, 'decimal' | 'decimals'>) =>
  (column: string): NumberStyle | null =>
    (Object.hasOwn(decimals, column) ? decimals[column] : undefined) ?? decimal;
