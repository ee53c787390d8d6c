/** What became of the tests of one mocha pass. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Absolute paths of the spec files that reported at least one result. */
  readonly files: readonly string[];
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0, files: [] };

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, tally) => ({
      passed: total.passed + tally.passed,
      failed: total.failed + tally.failed,
      skipped: total.skipped + tally.skipped,
      files: [...total.files, ...tally.files],
    }),
    nothing,
  );
}

export function totals({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
