import { type RequestHandler, Router } from 'express';
import { formText, formValue } from '../forms/form-text.ts';
import { refusedForm } from '../forms/refused-form.ts';
import { queryOf } from '../query-of.ts';
import { seeOther } from '../see-other.ts';
import { sendPage } from '../send-page.ts';
import type { WebParts } from '../web-parts.ts';
import { badResetLinkPage, resetPasswordPage } from './reset-password-page.ts';

export function resetPasswordRoutes(parts: WebParts): Router {
  const { readForm, resetForgottenPassword, clientOf, problemOf, onlyThese } = parts;
  /** Whether the token is good is found out when it is used: a look at the page must not tell. */
  const show: RequestHandler = (req, res) => {
    const token = queryOf(req).get('token');
    if (token) sendPage(res, 200, resetPasswordPage({ token }));
    else sendPage(res, 400, badResetLinkPage());
  };
  const reset: RequestHandler = async (req, res) => {
    const draft = { token: formText(req, 'token'), password: formValue(req, 'password') };
    await resetForgottenPassword.execute(draft, clientOf(req));
    seeOther(res, '/sign-in?after=reset-password');
  };
  const refuse = refusedForm({
    problemOf,
    show: (req, errors) => resetPasswordPage({ token: formText(req, 'token'), errors }),
    instead: { BAD_TOKEN: badResetLinkPage },
  });
  const router = Router();
  router.route('/reset-password').get(show).post(readForm, reset, refuse).all(onlyThese);
  return router;
}
