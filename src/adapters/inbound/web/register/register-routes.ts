import { type RequestHandler, Router } from 'express';
import { formText, formValue } from '../forms/form-text.ts';
import { refusedForm } from '../forms/refused-form.ts';
import { seeOther } from '../see-other.ts';
import { sendPage } from '../send-page.ts';
import { signedInPerson } from '../signed-in.ts';
import type { WebParts } from '../web-parts.ts';
import { registerPage } from './register-page.ts';

export function registerRoutes(parts: WebParts): Router {
  const show: RequestHandler = (req, res) => {
    if (signedInPerson(req, res)) seeOther(res, '/');
    else sendPage(res, 200, registerPage({}));
  };
  const register: RequestHandler = async (req, res) => {
    const user = await parts.registerUser.execute({
      email: formValue(req, 'email'),
      password: formValue(req, 'password'),
      username: formValue(req, 'username'),
    });
    await parts.beginSession(req, res, user);
    seeOther(res, '/');
  };
  const refuse = refusedForm({
    problemOf: parts.problemOf,
    show: (req, errors) => registerPage({ email: formText(req, 'email'), username: formText(req, 'username'), errors }),
    blamed: { EMAIL_TAKEN: 'email' },
  });
  const router = Router();
  router.route('/register').get(show).post(parts.readForm, parts.prepareSession, register, refuse).all(parts.onlyThese);
  return router;
}
