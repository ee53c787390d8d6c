import type { ErrorRequestHandler, Request } from 'express';
import type { Page } from '../layout.ts';
import type { Problem } from '../problem.ts';
import { sendPage } from '../send-page.ts';
import { type FormError, formErrors } from './form-error.ts';

type Refused = {
  problemOf(error: unknown): Problem;
  /** The page with what was typed, except passwords. */
  show(req: Request, errors: readonly FormError[]): Page;
  /** The field that a refusal without fields is about, by its code. */
  readonly blamed?: Readonly<Record<string, string>>;
  /** What the page says instead, by the code of the refusal. */
  readonly instead?: Readonly<Record<string, () => Page>>;
};

/** Of what was typed; anything else is no matter of a form. */
const OF_THE_FORM = new Set([401, 409, 422, 429]);

/** The last handler of a form's POST: shows the form again, with what is wrong beside its field, under the status that the API answers. */
export const refusedForm =
  ({ problemOf, show, blamed = {}, instead = {} }: Refused): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    const problem = problemOf(error);
    const other = instead[problem.code];
    if (other === undefined && !OF_THE_FORM.has(problem.status)) return next(error);
    for (const [name, value] of Object.entries(problem.headers ?? {})) res.setHeader(name, value);
    sendPage(res, problem.status, other?.() ?? show(req, formErrors(problem, blamed)));
  };
