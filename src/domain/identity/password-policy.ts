import type { CommonPasswords } from '#domain/identity/common-passwords.ts';
import { InvalidValue } from '#domain/shared/invalid-value.ts';
import { countCodePoints } from '#domain/shared/text.ts';

/** In code points. Long phrases are welcome; the bound keeps a request from feeding the hash a megabyte. */
export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 1_024;

const PRODUCT_NAME = /^(?:blotter)+$/;

/**
 * The password as given, never trimmed. No rule asks for kinds of characters (ASVS 6.2.5).
 * @param email null while it is not known. Throws InvalidValue (PASSWORD_WEAK).
 */
export function parsePassword(text: string, email: string | null, common: CommonPasswords): string {
  if (text.length > 2 * PASSWORD_MAX || countCodePoints(text) > PASSWORD_MAX) {
    throw weak(`A password must not be longer than ${PASSWORD_MAX} characters.`);
  }
  if (countCodePoints(text) < PASSWORD_MIN) throw weak(`A password needs at least ${PASSWORD_MIN} characters.`);
  // Hashed as UTF-8, where every lone surrogate becomes the same replacement character.
  if (!text.isWellFormed()) throw weak('This password is not well-formed Unicode.');
  if (email !== null && repeats(text, email)) throw weak('A password must not be the e-mail address or its name.');
  if (PRODUCT_NAME.test(lettersOf(text))) throw weak('A password must not be the name of this product.');
  if (common.has(text)) throw weak('This password is one of the first that anybody would try.');
  return text;
}

/** Also with digits and signs after it, as in ada.lovelace1815! */
function repeats(password: string, email: string): boolean {
  const names = [email, email.slice(0, email.lastIndexOf('@'))];
  const said = password.toLowerCase();
  return names.includes(said) || names.includes(said.replace(/[\d\p{P}\p{S}]+$/u, ''));
}

const lettersOf = (text: string): string => text.toLowerCase().replace(/\P{L}/gu, '');

function weak(detail: string): InvalidValue {
  return new InvalidValue('PASSWORD_WEAK', detail);
}
