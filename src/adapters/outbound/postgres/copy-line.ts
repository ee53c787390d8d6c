export type CopyValue = string | number | null;

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A row as COPY reads it (PostgreSQL manual, COPY, text format). NUL is in no text that comes here. @param first its first columns, as they stand there. */
export function copyLine(first: string, values: readonly CopyValue[]): string {
  let line = first;
  for (const value of values) line += `\t${value === null ? '\\N' : escaped(String(value))}`;
  return `${line}\n`;
}

const escaped = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : text;
