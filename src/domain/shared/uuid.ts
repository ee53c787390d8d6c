import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** Any version, either case [RFC 9562]; what is kept is lower case. */
export const UUID_PATTERN = '^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$';

const SHAPE = new RegExp(UUID_PATTERN);

/** Lower case. Throws InvalidValue. */
export function parseUuid(text: string): string {
  if (!SHAPE.test(text)) {
    throw new InvalidValue('INVALID_FORMAT', 'This is not a UUID such as 0190163d-8694-739b-aea5-966c26f8ad91.');
  }
  return text.toLowerCase();
}
