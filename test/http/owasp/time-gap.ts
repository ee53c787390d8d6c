type Work = () => Promise<unknown>;
type Effort = {
  readonly rounds: number;
  readonly pairs: number;
  /** Milliseconds that are nothing, however short the whole is. */
  readonly nothing: number;
  /** More than this part of the whole would be a difference; default: 0.05. */
  readonly tolerance?: number;
};

/**
 * Whether two ways to be refused take the same time: within what is tolerated. They are asked for in turn, each first as often as
 * the other, and compared by their faster quarters, as a busy machine only ever adds. A round that chance told apart is tried again: what
 * really differs differs in every round.
 */
export async function takesTheSameTime(
  one: Work,
  other: Work,
  { rounds, pairs, nothing, tolerance = 0.05 }: Effort,
): Promise<boolean> {
  for (let round = 0; round < rounds; round += 1) {
    const [first, second] = [[] as number[], [] as number[]];
    for (let pair = 0; pair < pairs; pair += 1) {
      const turns = [
        [one, first],
        [other, second],
      ] as const;
      for (const [work, times] of pair % 2 === 0 ? turns : turns.toReversed()) {
        const begun = performance.now();
        await work();
        times.push(performance.now() - begun);
      }
    }
    const gap = Math.abs(quartile(first) - quartile(second));
    if (gap <= Math.max(quartile(second) * tolerance, nothing)) return true;
  }
  return false;
}

const quartile = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 2] ?? 0;
