import type { Problem } from '../problem.ts';

/** What is wrong with a form: `field` is the name of a field, or null when it is about none alone. */
export type FormError = { readonly field: string | null; readonly detail: string };

export const errorOf = (errors: readonly FormError[], field: string): string | undefined =>
  errors.find((error) => error.field === field)?.detail;

/** @param blamed the field that a refusal without fields is about, by its code. */
export function formErrors(problem: Problem, blamed: Readonly<Record<string, string>>): readonly FormError[] {
  const { errors = [], code, detail } = problem;
  if (errors.length === 0) return [{ field: blamed[code] ?? null, detail }];
  return errors.map(({ pointer, detail }) => ({ field: pointer.slice(1), detail }));
}
