/** What a broker's own words never exceed. A pattern may take time that grows with the square of a cell, and a cell may be a megabyte. */
const MAX_LENGTH = 500;

/** A template's pattern: case apart, compiled once. A cell that is too long does not match. */
export function patternOf(source: string): (cell: string) => RegExpExecArray | null {
  const pattern = new RegExp(source, 'iu');
  return (cell) => (cell.length > MAX_LENGTH ? null : pattern.exec(cell));
}
