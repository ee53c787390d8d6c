import { AssertionError } from 'chai';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** `field CODE` of every violation that the action is refused with; a failure when it is not refused. */
export function violationsOf(action: () => unknown): readonly string[] {
  return refusalOf(action, InvalidFields).violations.map(({ field, code }) => `${field} ${code}`);
}

/** `CODE` and the sentence with which a parser refuses. */
export function refusalBy(action: () => unknown): { readonly code: string; readonly detail: string } {
  const refusal = refusalOf(action, InvalidValue);
  return { code: refusal.reason, detail: refusal.message };
}

function refusalOf<Refusal extends Error>(action: () => unknown, kind: new (...args: never[]) => Refusal): Refusal {
  let result: unknown;
  try {
    result = action();
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new AssertionError(`expected a ${kind.name}, but got ${JSON.stringify(result)}`);
}
