export type Circumstances = {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  /** Average load of the last minute. */
  readonly load: string;
  readonly rounds: number;
};

const [BEGIN, END] = ['<!-- figures: npm run bench -- --write -->', '<!-- end of figures -->'];

/** The page with other figures between its two marks. @throws when it has lost them. */
export function withFigures(page: string, figures: string): string {
  const [before, rest] = page.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (after === undefined) throw new Error(`docs/bench.md must have the lines ${BEGIN} and ${END}.`);
  return `${before}${BEGIN}\n\n${figures}\n\n${END}${after}`;
}

export const figuresOf = (
  { date, machine, node, load, rounds }: Circumstances,
  tables: { result: string; cost: string },
): string =>
  `${date}: ${machine}, Node ${node}, PostgreSQL 18, ${rounds} interleaved rounds, load ${load} at the end.

${tables.result}

Processor time of one request, which moves less than rates do:

${tables.cost}`;
