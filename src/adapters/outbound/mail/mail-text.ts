import type { Mail } from '#application/ports/mailer.ts';
import { manyLines, oneLine } from './clean-text.ts';
import { textTable } from './text-table.ts';

/** Lines of at most 76 characters need no encoding (RFC 2045 §6.8): what is sent, or kept as a file, reads as it is. */
const WIDTH = 76;

/** The mail as plain text. The link has a line of its own, so that every reader makes it one to click on. */
export function mailText({ paragraphs, tables = [], action }: Mail): string {
  const parts = paragraphs.map((paragraph) => manyLines(paragraph).split('\n').map(wrapped).join('\n'));
  parts.push(...tables.map(textTable));
  if (action) parts.push(`${oneLine(action.label)}:\n${oneLine(action.url)}`);
  return `${parts.join('\n\n')}\n`;
}

/** A word that is longer has a line of its own. */
function wrapped(line: string): string {
  const lines: string[] = [];
  let last = '';
  for (const word of line.split(' ')) {
    if (last !== '' && last.length + 1 + word.length > WIDTH) {
      lines.push(last);
      last = word;
    } else last = last === '' ? word : `${last} ${word}`;
  }
  return [...lines, last].join('\n');
}
