import { onOneLine } from '#domain/shared/text.ts';

/**
 * The beginning of what spreadsheets take for a formula, in the wide letters of East Asia too. Where the comma is a decimal sign they part cells at
 * semicolons.
 */
const FORMULA = /(?<=^\s*|;\s*)(?=[=+\-@＝＋－＠])/gu;

const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?$/;

/**
 * Lines of cells as CSV (RFC 4180). It begins with a byte order mark, by which spreadsheets know that it is UTF-8. A text that would be taken
 * for a formula gets an apostrophe in front, the sign of spreadsheets for "as it is written"; plain decimal numbers stay numbers.
 */
export const csvText = (lines: readonly (readonly string[])[]): string =>
  `\uFEFF${lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')}`;

function cellOf(text: string): string {
  if (NUMBER.test(text)) return text;
  const harmless = onOneLine(text).replaceAll(FORMULA, "'");
  return /[",;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
