import { DELIMITERS, type Delimiter } from './record.ts';
import { RecordSplitter } from './record-splitter.ts';

/** So much of the beginning is looked at. */
const HEAD_LENGTH = 65_536;
const HEAD_RECORDS = 50;

/**
 * The delimiter under which most records of the beginning have the same number of cells; of two such, that with more cells.
 * So the commas of decimal numbers do not win over the semicolons between them. `,` where nothing parts anything.
 */
export function guessDelimiter(head: string): Delimiter {
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const score = scoreOf(countsOf(head.slice(0, HEAD_LENGTH), delimiter));
    if (score <= bestScore) continue;
    best = delimiter;
    bestScore = score;
  }
  return best;
}

function countsOf(head: string, delimiter: Delimiter): number[] {
  try {
    // The last record may be cut off.
    const records = new RecordSplitter(delimiter).push(head.endsWith('\n') ? head : `${head}\n`);
    return records.slice(0, HEAD_RECORDS).map(({ cells }) => cells.length);
  } catch {
    return [];
  }
}

/** Share of the commonest count, squared, by how many cells it is beyond one, which counts less the more there are. */
function scoreOf(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  let score = 0;
  for (const [count, found] of times) {
    if (count < 2) continue;
    score = Math.max(score, (found / counts.length) ** 2 * Math.log2(count));
  }
  return score;
}
