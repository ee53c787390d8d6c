import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** The choice that is spelled exactly so. Throws InvalidValue. */
export function parseChoice<Choice extends string>(choices: readonly Choice[], text: string): Choice {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new InvalidValue('NOT_ALLOWED', `This must be one of ${choices.join(', ')}.`);
  return choice;
}
