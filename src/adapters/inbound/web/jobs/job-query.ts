import { JOB_STATES, QUEUES } from '#application/jobs/job.ts';
import { TASKS } from '#application/jobs/tasks.ts';
import type { BoardPageRequest } from '#application/ports/job-board.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import { parseTrimmedText } from '#domain/shared/text.ts';
import { parseUuid } from '#domain/shared/uuid.ts';

const PAGE = 25;
const TEXT = { min: 1, max: 200 } as const;

/** Which jobs a list shows. A field that is empty narrows nothing. @throws {InvalidFields} */
export function readJobQuery(query: URLSearchParams): BoardPageRequest {
  const reader = new DraftReader<'state' | 'queue' | 'task' | 'text' | 'before'>();
  const read = <Value>(name: 'state' | 'queue' | 'task' | 'text' | 'before', parse: (text: string) => Value) =>
    reader.read(name, query.get(name)?.trim() || null, parse);
  const filter = {
    state: read('state', (text) => parseChoice(JOB_STATES, text)) ?? undefined,
    queue: read('queue', (text) => parseChoice(QUEUES, text)) ?? undefined,
    task: read('task', (text) => parseChoice(TASKS, text)) ?? undefined,
    text: read('text', (text) => parseTrimmedText(text, TEXT)) ?? undefined,
  };
  const before = read('before', parseUuid);
  if (reader.hasViolations()) throw reader.invalidFields();
  return { filter, before, limit: PAGE };
}

/** The address of a list that is narrowed so. */
export function listPath(path: string, values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
