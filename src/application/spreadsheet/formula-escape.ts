/** What a spreadsheet program takes for the beginning of a formula; an apostrophe too, so that the inverse is exact. */
const RISKY = /^[=+\-@\t\r']/;
const PLAIN_NUMBER = /^-?[0-9]+(?:\.[0-9]+)?$/;

/**
 * A cell as an export writes it: one apostrophe in front of what a spreadsheet would reckon, or of what begins with an apostrophe itself.
 * Plain decimal numbers stay as they are. `unescapeFormula` is its exact inverse, for every string.
 */
export const escapeFormula = (cell: string): string =>
  RISKY.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;

/** Takes the apostrophe away that `escapeFormula` put there, and no other: a cell that it would not have written stays. */
export function unescapeFormula(cell: string): string {
  if (cell.charCodeAt(0) !== 39) return cell;
  const rest = cell.slice(1);
  return escapeFormula(rest) === cell ? rest : cell;
}
