const SPACES = /[\u00A0\u202F]/g;
const HARD = /[\u00A0\u202F]/;

/** A cell without white space around it, its hard spaces being plain ones. The same string where nothing is to be done, as mostly. */
export function normalCell(cell: string): string {
  if (cell === '') return cell;
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  if (first > 32 && last > 32 && first < 128 && last < 128 && !HARD.test(cell)) return cell;
  return cell.replaceAll(SPACES, ' ').trim();
}
