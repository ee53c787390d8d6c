import { type RequestHandler, Router } from 'express';
import { formText, formValue } from '../forms/form-text.ts';
import { refusedForm } from '../forms/refused-form.ts';
import { sendPage } from '../send-page.ts';
import type { WebParts } from '../web-parts.ts';
import { forgotPasswordPage, mailOnItsWayPage } from './forgot-password-page.ts';

export function forgotPasswordRoutes({ readForm, askForMail, clientOf, problemOf, onlyThese }: WebParts): Router {
  const show: RequestHandler = (_req, res) => sendPage(res, 200, forgotPasswordPage({}));
  const request: RequestHandler = async (req, res) => {
    await askForMail.execute('reset-password', { email: formValue(req, 'email') }, clientOf(req));
    sendPage(res, 200, mailOnItsWayPage());
  };
  const refuse = refusedForm({
    problemOf,
    show: (req, errors) => forgotPasswordPage({ email: formText(req, 'email'), errors }),
  });
  const router = Router();
  router.route('/forgot-password').get(show).post(readForm, request, refuse).all(onlyThese);
  return router;
}
