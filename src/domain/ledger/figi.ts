import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** What is accepted; brokers publish identifiers of this shape that are not of the standard. */
export const FIGI_PATTERN = '^[A-Z0-9]{12}$';

export const FIGI_CHECKS = ['ok', 'nonstandard'] as const;
export type FigiCheck = (typeof FIGI_CHECKS)[number];

const ACCEPTED = new RegExp(FIGI_PATTERN);
const STANDARD = /^(?!BS|BM|GG|GB|GH|KY|VG)[B-DF-HJ-NP-TV-Z]{2}G[B-DF-HJ-NP-TV-Z0-9]{8}[0-9]$/;

/** As given; lower case is refused. Throws InvalidValue. */
export function parseFigi(text: string): string {
  if (!ACCEPTED.test(text)) {
    throw new InvalidValue('INVALID_FORMAT', 'A FIGI is 12 characters of A–Z and 0–9, such as BBG000B9XRY4.');
  }
  return text;
}

/** `ok` when shape and check digit follow the standard [OMG FIGI 1.0 §6.1.2]. One in eight of T-Invest's own does not. */
export function figiCheck(figi: string): FigiCheck {
  return STANDARD.test(figi) && figi.endsWith(String(checkDigit(figi))) ? 'ok' : 'nonstandard';
}

const [ZERO, NINE, A] = [0x30, 0x39, 0x41] as const;
/** 0 to 9, and A = 10 to Z = 35. */
const digitOf = (code: number): number => (code <= NINE ? code - ZERO : code - A + 10);

function checkDigit(figi: string): number {
  let sum = 0;
  for (let index = 0; index < 11; index += 1) {
    const value = digitOf(figi.charCodeAt(index));
    const weighted = index % 2 === 1 ? value * 2 : value;
    sum += Math.floor(weighted / 10) + (weighted % 10);
  }
  return (10 - (sum % 10)) % 10;
}
