/** Controls that turn the direction of what follows them (Unicode UAX #9), beyond the name that holds them. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;

/** Text that stays on its line: what could begin another line or header is a space. */
export const oneLine = (text: string): string =>
  text
    .replaceAll(TURNS, '')
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();

/** Text that may have several lines, but no other control character than line break and tab. */
export const manyLines = (text: string): string =>
  text
    .replaceAll(TURNS, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, ' ');
