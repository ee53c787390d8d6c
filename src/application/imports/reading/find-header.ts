import { guessColumns } from './guess-columns.ts';
import { Header } from './header.ts';
import { type Mapping, OWN_TEMPLATE } from './mapping.ts';
import type { TableRecord } from './record.ts';
import { columnsOfTemplate, recognisedTemplate, templateNamed } from './templates.ts';
import { isOwnHeader } from './wire-names.ts';

/** Preambles of brokers are shorter than this. */
export const HEADER_WITHIN = 50;
const FEWEST_KNOWN_COLUMNS = 2;

/** `line` 0: there are no column names. `template`: what the header is recognised as. */
export type FoundHeader = { readonly header: Header; readonly line: number; readonly template: string | null };

/**
 * Which of the first records has the column names: what a hint says; else the first that a template or Blotter's own format knows; else the one with
 * the most headings that are known words; else the first.
 */
export function findHeader(records: readonly TableRecord[], hints: Partial<Mapping>): FoundHeader | null {
  const [first] = records;
  if (first === undefined) return null;
  if (hints.headerLine === 0) {
    return { header: Header.ofWidth(first.cells.length), line: 0, template: hints.template ?? null };
  }
  if (hints.headerLine !== undefined) {
    const record = records.find(({ line }) => line >= (hints.headerLine ?? 0));
    return record === undefined ? null : found(record, hints);
  }
  const candidates = records.slice(0, HEADER_WITHIN).map((record) => found(record, hints));
  return candidates.find((each) => each.template !== null && fits(each)) ?? likeliest(candidates, hints);
}

function found({ cells, line }: TableRecord, hints: Partial<Mapping>): FoundHeader {
  const header = new Header(cells);
  return { header, line, template: hints.template === undefined ? templateOf(header) : hints.template };
}

function templateOf(header: Header): string | null {
  const broker = recognisedTemplate(header);
  return broker?.name ?? (isOwnHeader(header.names) ? OWN_TEMPLATE : null);
}

/** A template that a person chose is looked for as one that was recognised is. */
function fits({ header, template }: FoundHeader): boolean {
  if (template === OWN_TEMPLATE) return header.indexOf('type') !== -1 && header.indexOf('date') !== -1;
  const broker = templateNamed(template);
  return broker !== null && columnsOfTemplate(broker, header).missing.length === 0;
}

function likeliest(candidates: readonly FoundHeader[], hints: Partial<Mapping>): FoundHeader | null {
  const named = Object.values(hints.columns ?? {});
  let best = candidates[0] ?? null;
  let most = FEWEST_KNOWN_COLUMNS - 1;
  for (const candidate of candidates) {
    const { header } = candidate;
    const known =
      named.filter((name) => header.indexOf(name) !== -1).length * 100 + Object.keys(guessColumns(header)).length;
    if (known <= most) continue;
    best = candidate;
    most = known;
  }
  return best;
}
