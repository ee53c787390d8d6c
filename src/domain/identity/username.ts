import { parseTrimmedText } from '#domain/shared/text.ts';

/** In code points. */
export const USERNAME_MAX = 64;

/** How a person is called; not unique, and nothing to sign in with. Trimmed. Throws InvalidValue. */
export function parseUsername(text: string): string {
  return parseTrimmedText(text, { min: 1, max: USERNAME_MAX });
}
