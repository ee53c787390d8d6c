import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** Of the longest address that SMTP can carry [RFC 5321 §4.5.3.1.3, erratum 1690]. */
export const EMAIL_MAX_LENGTH = 254;

/** No white space, no unseen character (\p{C}: controls, formats, lone surrogates), nothing that would need quoting. */
const ATOM = String.raw`[^\s\p{C}@.<>()\[\],;:\\"]+`;
const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?`;
const SHAPE = new RegExp(String.raw`^${ATOM}(?:\.${ATOM})*@(?:localhost|${LABEL}(?:\.${LABEL})+)$`, 'u');

/** Trimmed and lower case, so that one person is one user. Whether mail arrives, only mail can tell. Throws InvalidValue. */
export function parseEmailAddress(text: string): string {
  const address = text.trim().toLowerCase();
  if (address.length > EMAIL_MAX_LENGTH) {
    throw new InvalidValue('TOO_LONG', `An e-mail address must not be longer than ${EMAIL_MAX_LENGTH} characters.`);
  }
  if (!SHAPE.test(address)) {
    throw new InvalidValue('INVALID_FORMAT', 'This is not an e-mail address such as ada@example.com.');
  }
  return address;
}
