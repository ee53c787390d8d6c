import type { MailTable } from '#application/ports/mailer.ts';
import { oneLine } from './clean-text.ts';

/** A table in columns that are aligned where every letter is as wide as the next. */
export function textTable({ caption, columns, rows }: MailTable): string {
  const lines = [columns.map(({ label }) => label), ...rows].map((cells) => cells.map(oneLine));
  const widths = columns.map((_, at) => Math.max(...lines.map((cells) => lengthOf(cells[at] ?? ''))));
  const written = lines.map((cells) =>
    columns
      .map(({ isNumber }, at) => padded(cells[at] ?? '', widths[at] ?? 0, isNumber))
      .join('  ')
      .trimEnd(),
  );
  return [oneLine(caption), ...written].join('\n');
}

function padded(text: string, width: number, atStart: boolean): string {
  const space = ' '.repeat(width - lengthOf(text));
  return atStart ? space + text : text + space;
}

const lengthOf = (text: string): number => [...text].length;
