export type Circumstances = {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  /** Average load of the last minute. */
  readonly load: string;
  readonly rounds: number;
};

const BEGIN = /<!-- figures: npm run bench[a-z:]* -- --write -->/;
const END = '<!-- end of figures -->';

/** The page with other figures between its two marks. @throws when it has lost them. */
export function withFigures(page: string, figures: string): string {
  const begin = BEGIN.exec(page);
  const end = page.indexOf(END);
  if (begin === null || end < begin.index) throw new Error(`The page must have the lines ${BEGIN.source} and ${END}.`);
  return `${page.slice(0, begin.index)}${begin[0]}\n\n${figures}\n\n${page.slice(end)}`;
}

export const figuresOf = (
  { date, machine, node, load, rounds }: Circumstances,
  tables: { result: string; cost: string },
): string =>
  `${date}: ${machine}, Node ${node}, PostgreSQL 18, ${rounds} interleaved rounds, load ${load} at the end.

${tables.result}

Processor time of one request, which moves less than rates do:

${tables.cost}`;
