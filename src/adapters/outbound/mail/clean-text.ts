import { onOneLine, withoutTurns } from '#domain/shared/text.ts';

/** Text of one line, as a header or a name has. */
export const oneLine = (text: string): string => onOneLine(text).trim();

/** Text that may have several lines, but no other control character than line break and tab. */
export const manyLines = (text: string): string =>
  withoutTurns(text)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, ' ');
