const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

export function median(numbers: readonly number[]): number {
  const ordered = sorted(numbers);
  const middle = Math.floor(ordered.length / 2);
  return ordered.length % 2 === 1 ? ordered[middle]! : (ordered[middle - 1]! + ordered[middle]!) / 2;
}

export const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** @param part such as 0.99; the nearest rank. */
export function percentile(numbers: readonly number[], part: number): number {
  return sorted(numbers)[Math.ceil(numbers.length * part) - 1]!;
}
