import { InvalidValue } from '#domain/shared/invalid-value.ts';
import { countCodePoints } from '#domain/shared/text.ts';

/** In code points. Long phrases are welcome; the bound keeps a request from feeding the hash a megabyte. */
export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 1_024;

/** The password as given, never trimmed. `email` is null while it is not known. Throws InvalidValue (PASSWORD_WEAK). */
export function parsePassword(text: string, email: string | null): string {
  if (text.length > 2 * PASSWORD_MAX || countCodePoints(text) > PASSWORD_MAX) {
    throw weak(`A password must not be longer than ${PASSWORD_MAX} characters.`);
  }
  if (countCodePoints(text) < PASSWORD_MIN) throw weak(`A password needs at least ${PASSWORD_MIN} characters.`);
  // Hashed as UTF-8, where every lone surrogate becomes the same replacement character.
  if (!text.isWellFormed()) throw weak('This password is not well-formed Unicode.');
  if (email !== null && repeats(text, email)) throw weak('A password must not be the e-mail address or its name.');
  return text;
}

/** A local part under 8 characters needs no word here: no password can be that short. */
function repeats(password: string, email: string): boolean {
  const said = password.toLowerCase();
  return said === email || said === email.slice(0, email.lastIndexOf('@'));
}

function weak(detail: string): InvalidValue {
  return new InvalidValue('PASSWORD_WEAK', detail);
}
