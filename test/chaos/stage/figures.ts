/** The value below which that part of them lies (nearest rank); 0 of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

export const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);

/** How often each occurs, most frequent first: `201 × 40, 503 × 2`. */
export function tally(values: readonly unknown[]): string {
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([value, count]) => `${value} × ${count}`)
    .join(', ');
}
