import { AssertionError } from 'chai';
import { Refusal, type RefusalCode } from '#application/refusal.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';

/** The refusal that the work ends with; a failure when it ends otherwise. */
export const refusalOf = (work: Promise<unknown>): Promise<Refusal> => endOf(work, Refusal);

export const refusalCodeOf = async (work: Promise<unknown>): Promise<RefusalCode> => (await refusalOf(work)).code;

/** `field CODE` of every violation that the work is refused with; a failure when it ends otherwise. */
export async function violationsOf(work: Promise<unknown>): Promise<readonly string[]> {
  const { violations } = await endOf(work, InvalidFields);
  return violations.map(({ field, code }) => `${field} ${code}`);
}

async function endOf<E extends Error>(work: Promise<unknown>, kind: new (...args: never[]) => E): Promise<E> {
  let result: unknown;
  try {
    result = await work;
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new AssertionError(`expected a ${kind.name}, but got ${JSON.stringify(result)}`);
}
