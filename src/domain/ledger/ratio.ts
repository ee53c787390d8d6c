import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** `new:old` shares of a split, both positive; 18 digits each fit into a bigint column. */
export const RATIO_PATTERN = '^[1-9][0-9]{0,17}:[1-9][0-9]{0,17}$';

const SHAPE = new RegExp(RATIO_PATTERN);

/** As given, not reduced: 4:2 stays what the broker wrote. Throws InvalidValue. */
export function parseRatio(text: string): string {
  if (!SHAPE.test(text)) {
    throw new InvalidValue(
      'INVALID_FORMAT',
      'A ratio is two positive whole numbers of at most 18 digits, such as 4:1.',
    );
  }
  return text;
}
