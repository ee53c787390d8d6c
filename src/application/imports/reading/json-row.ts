import type { OperationField } from '#domain/ledger/operation-draft.ts';
import type { BuiltOperation } from './bind-operation.ts';
import { UnreadableFile } from './file-problem.ts';
import type { JsonText } from './json-row-splitter.ts';
import { NUMBER_FIELDS } from './mapping.ts';
import { readNumber } from './number-text.ts';
import type { RowReading } from './row-reader.ts';
import { type CellProblem, type CellProblemCode, UnreadableCell } from './unreadable-cell.ts';
import { ACCOUNT_NAME, FIELD_OF_WIRE, SHOWN_ONLY } from './wire-names.ts';

const MAX_NUMBER_DIGITS = 15;
const NUMBERS: ReadonlySet<string> = new Set(NUMBER_FIELDS);

/** A number as it was written: JSON.parse alone would hand out another one where there are many digits. */
class WrittenNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toJSON(): string {
    return this.source;
  }
}

export type JsonRow = {
  readonly columns: readonly string[];
  readonly cells: readonly string[];
  readonly reading: RowReading;
  readonly problems: readonly CellProblem[];
};

/** An operation with its wire names, as Blotter exports it. Throws UnreadableFile where it is no JSON. */
export function readJsonRow({ line, text }: JsonText): JsonRow {
  const value = parsed(line, text);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof WrittenNumber) {
    const problem: CellProblem = {
      column: null,
      code: 'INVALID_TYPE',
      detail: 'A row is a JSON object with the fields of an operation.',
    };
    return { columns: ['row'], cells: [text], reading: { problem }, problems: [] };
  }
  const entries = Object.entries(value);
  const problems: CellProblem[] = [];
  return {
    columns: entries.map(([key]) => key),
    cells: entries.map(([, each]) => shown(each)),
    reading: { built: [builtOf(entries, problems)] },
    problems,
  };
}

type MutableDraft = { [Field in Exclude<OperationField, 'tags'>]?: string } & { tags?: readonly string[] };

function builtOf(entries: readonly (readonly [string, unknown])[], problems: CellProblem[]): BuiltOperation {
  const draft: MutableDraft = {};
  const columns: Partial<Record<OperationField, string>> = {};
  let account: string | null = null;
  for (const [key, value] of entries) {
    if (value === null || SHOWN_ONLY.has(key)) continue;
    const field = FIELD_OF_WIRE.get(key);
    try {
      if (key === ACCOUNT_NAME) account = textOf(value);
      else if (field === undefined) throw new UnreadableCell('UNKNOWN_FIELD', 'An operation has no such field.');
      else if (field === 'tags') draft.tags = tagsOf(value);
      else draft[field] = NUMBERS.has(field) && value instanceof WrittenNumber ? numberOf(value) : textOf(value);
    } catch (error) {
      if (!(error instanceof UnreadableCell)) throw error;
      problems.push({ column: key, code: error.code, detail: error.message });
    }
    if (field !== undefined) columns[field] = key;
  }
  return { draft, account, columns };
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw wrongType('INVALID_TYPE', 'A text is wanted here.');
  return value;
}

function tagsOf(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((tag) => typeof tag === 'string')) return value;
  throw wrongType('INVALID_TYPE', 'Tags are a list of texts.');
}

function numberOf({ source }: WrittenNumber): string {
  const digits = source
    .replace(/[eE].*/, '')
    .replaceAll(/[-.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
  if (digits.length > MAX_NUMBER_DIGITS) {
    throw wrongType('INVALID_TYPE', 'A JSON number keeps no more than 15 significant digits: write it as a text.');
  }
  return readNumber(source, '.');
}

const wrongType = (code: CellProblemCode, detail: string): UnreadableCell => new UnreadableCell(code, detail);

const shown = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : value === null
      ? ''
      : value instanceof WrittenNumber
        ? value.source
        : JSON.stringify(value);

function parsed(line: number, text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' ? new WrittenNumber(context?.source ?? String(value)) : value,
    );
  } catch (error) {
    const detail = `The row that begins in line ${line} is not JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new UnreadableFile('INVALID_JSON', detail.slice(0, 300), line);
  }
}
