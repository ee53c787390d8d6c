import { type RequestHandler, Router } from 'express';
import { stranger } from '#application/identity/doers.ts';
import type { Proof } from '#application/identity/proof.ts';
import { formText, formValue } from '../forms/form-text.ts';
import { refusedForm } from '../forms/refused-form.ts';
import { seeOther } from '../see-other.ts';
import { sendPage } from '../send-page.ts';
import { signedInPerson } from '../signed-in.ts';
import type { WebParts } from '../web-parts.ts';
import { registerPage } from './register-page.ts';

export function registerRoutes(parts: WebParts): Router {
  const show: RequestHandler = (_req, res) => {
    if (signedInPerson(res)) seeOther(res, '/');
    else sendPage(res, 200, registerPage({}));
  };
  const register: RequestHandler = async (req, res, next) => {
    const [email, password, username] = ['email', 'password', 'username'].map((name) => formValue(req, name));
    const by = stranger(parts.clientOf(req));
    const user = await parts.registerUser.execute({ email, password, username }, by);
    if (parts.confirmFirst) return seeOther(res, '/sign-in?after=register');
    // From here on as anybody who signs in.
    req.body = { username: user.email, password: formText(req, 'password') };
    next();
  };
  const signIn: RequestHandler = async (req, res) => {
    await parts.beginSession(req, res, req.user as Proof);
    seeOther(res, '/');
  };
  const refuse = refusedForm({
    problemOf: parts.problemOf,
    show: (req, errors) => registerPage({ email: formText(req, 'email'), username: formText(req, 'username'), errors }),
    blamed: { EMAIL_TAKEN: 'email' },
  });
  const router = Router();
  router
    .route('/register')
    .get(show)
    .post(parts.readForm, register, parts.proveIdentity, signIn, refuse)
    .all(parts.onlyThese);
  return router;
}
