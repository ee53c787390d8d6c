/** What a spreadsheet program takes for the beginning of a formula; an apostrophe too, so that the inverse is exact. */
const RISKY = /^[=+\-@\t\r']/;
const PLAIN_NUMBER = /^-?[0-9]+(?:\.[0-9]+)?$/;

/**
 * A cell as an export writes it: one apostrophe in front of what a spreadsheet would reckon, or of what begins with an apostrophe itself.
 * Plain decimal numbers stay as they are.
 */
export const escapeFormula = (cell: string): string =>
  RISKY.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
